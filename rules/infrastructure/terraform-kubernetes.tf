resource "kubernetes_deployment" "loose" {
  spec {
    template {
      spec {
        # ruleid: host-namespace-shared
        host_network = true
        container {
          # ruleid: tiller-deployed
          image = "gcr.io/kubernetes-helm/tiller:v2.16.1"
          security_context {
            # ruleid: privileged-container
            privileged                 = true
            # ruleid: privilege-escalation-allowed
            allow_privilege_escalation = true
            # ruleid: container-runs-as-root
            run_as_user                = 0
            # ruleid: writable-root-filesystem
            read_only_root_filesystem  = false
            capabilities {
              # ruleid: dangerous-capability
              add  = ["NET_BIND_SERVICE", "SYS_ADMIN"]
              # ok: dangerous-capability
              drop = ["ALL"]
            }
          }
          env {
            name  = "DB_PASSWORD"
            # ruleid: secret-in-environment
            value = "hunter2"
          }
          env {
            name  = "DB_TOKEN"
            # ok: secret-in-environment
            value = var.token
          }
          env {
            name  = "DB_PASSWORD_FILE"
            # ok: secret-in-environment
            value = "secret.txt"
          }
        }
        volume {
          host_path {
            # ruleid: container-runtime-socket-mounted
            path = "/var/run/docker.sock"
          }
        }
        volume {
          host_path {
            # ruleid: host-folder-mounted
            path = "/"
          }
        }
      }
    }
  }
}

resource "kubernetes_pod_v1" "tight" {
  spec {
    # ok: host-namespace-shared
    host_network = false
    container {
      # ok: tiller-deployed
      image = "example.com/web:1"
      security_context {
        # ok: privileged-container
        privileged                 = false
        # ok: privilege-escalation-allowed
        allow_privilege_escalation = false
        # ok: container-runs-as-root
        run_as_user                = 10001
        # ok: writable-root-filesystem
        read_only_root_filesystem  = true
      }
    }
    volume {
      host_path {
        # ok: host-folder-mounted, container-runtime-socket-mounted
        path = "/var/log/web"
      }
    }
  }
}

resource "kubernetes_cluster_role" "everything" {
  rule {
    api_groups = ["*"]
    resources  = ["*"]
    # ruleid: wildcard-rights
    verbs      = ["*"]
  }
  rule {
    api_groups = ["apps"]
    resources  = ["deployments"]
    # ok: wildcard-rights
    verbs      = ["*"]
  }
}

resource "kubernetes_cluster_role_binding" "admin" {
  role_ref {
    # ruleid: cluster-admin-bound
    name = "cluster-admin"
  }
  subject {
    kind = "ServiceAccount"
    # ruleid: rights-for-default-account
    name = "default"
  }
  subject {
    kind = "Group"
    # ruleid: rights-for-strangers
    name = "system:unauthenticated"
  }
}

resource "kubernetes_role_binding" "narrow" {
  role_ref {
    # ok: cluster-admin-bound
    name = "deployer"
  }
  subject {
    kind = "ServiceAccount"
    # ok: rights-for-default-account, rights-for-strangers
    name = "deployer"
  }
}
