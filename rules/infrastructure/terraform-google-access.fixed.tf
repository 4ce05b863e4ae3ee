resource "google_cloud_run_service_iam_member" "site" {
  role   = "roles/run.invoker"
  # ruleid: google-invocable-by-anyone
  member = "allUsers"
}

resource "google_cloudfunctions_function_iam_binding" "orders" {
  role    = "roles/cloudfunctions.invoker"
  # ok: google-invocable-by-anyone
  members = ["serviceAccount:shop@example.iam.gserviceaccount.com"]
}

data "google_iam_policy" "site" {
  binding {
    role    = "roles/run.invoker"
    # ruleid: google-invocable-by-anyone
    members = ["allUsers"]
  }
}

resource "google_compute_instance" "default" {
  service_account {
    # ruleid: google-default-service-account
    email  = "123456-compute@developer.gserviceaccount.com"
    scopes = ["cloud-platform"]
  }
  network_interface {
    # ruleid: google-public-machine
    access_config {}
  }
}

resource "google_compute_instance" "unnamed" {
  service_account {
    # ruleid: google-default-service-account
    scopes = ["cloud-platform"]
  }
  network_interface {
    # ok: google-public-machine
    subnetwork = google_compute_subnetwork.shop.id
  }
}

resource "google_compute_instance" "narrow" {
  service_account {
    # ok: google-default-service-account
    scopes = ["logging-write"]
  }
}

resource "google_compute_instance" "own" {
  service_account {
    # ok: google-default-service-account
    email  = google_service_account.shop.email
    scopes = ["cloud-platform"]
  }
}

resource "google_container_node_pool" "unsaid" {
  # ruleid: google-node-account-unset
  node_config {
    machine_type = "e2-medium"
  }
}

resource "google_container_node_pool" "own" {
  # ok: google-node-account-unset
  node_config {
    service_account = google_service_account.nodes.email
    kubelet_config {
      # ruleid: google-kubelet-port-open
      insecure_kubelet_readonly_port_enabled = "FALSE"
    }
  }
}

resource "google_project_iam_member" "default" {
  role   = "roles/storage.admin"
  # ruleid: google-default-account-granted
  member = "serviceAccount:${data.google_compute_default_service_account.default.email}"
}

resource "google_project_iam_binding" "default" {
  role    = "roles/storage.admin"
  # ruleid: google-default-account-granted
  members = ["serviceAccount:123456-compute@developer.gserviceaccount.com"]
}

resource "google_project_iam_member" "own" {
  role   = "roles/storage.admin"
  # ok: google-default-account-granted
  member = google_service_account.shop.member
}

resource "google_project_iam_member" "everybody" {
  # ruleid: google-account-impersonation
  role   = "roles/iam.serviceAccountTokenCreator"
  member = "group:developers@example.com"
}

resource "google_service_account_iam_member" "one" {
  # ok: google-account-impersonation
  role   = "roles/iam.serviceAccountTokenCreator"
  member = "group:developers@example.com"
}

# ruleid: google-workload-trust-too-wide
resource "google_iam_workload_identity_pool_provider" "unsaid" {
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_iam_workload_identity_pool_provider" "all" {
  # ruleid: google-workload-trust-too-wide
  attribute_condition = "assertion.sub == 'repo:*'"
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

# ok: google-workload-trust-too-wide
resource "google_iam_workload_identity_pool_provider" "ours" {
  attribute_condition = "assertion.repository_owner_id == '1234567'"
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

# ok: google-workload-trust-too-wide
resource "google_iam_workload_identity_pool_provider" "own_issuer" {
  oidc {
    issuer_uri = "https://login.example.com"
  }
}

# ok: google-workload-trust-too-wide
resource "google_iam_workload_identity_pool_provider" "given_issuer" {
  oidc {
    issuer_uri = var.issuer
  }
}

# ok: google-workload-trust-too-wide
resource "google_iam_workload_identity_pool_provider" "account" {
  aws {
    account_id = "123456789012"
  }
}

# ruleid: google-cluster-endpoint-unrestricted
resource "google_container_cluster" "open" {
  master_auth {
    client_certificate_config {
      # ruleid: google-cluster-client-certificate
      issue_client_certificate = false
    }
  }
  network_policy {
    # ruleid: google-cluster-network-policy-off
    enabled = false
  }
  private_cluster_config {
    # ruleid: google-public-machine
    enable_private_nodes = false
  }
}

# ok: google-cluster-endpoint-unrestricted
resource "google_container_cluster" "closed" {
  datapath_provider = "ADVANCED_DATAPATH"
  master_auth {
    client_certificate_config {
      # ok: google-cluster-client-certificate
      issue_client_certificate = false
    }
  }
  network_policy {
    # ok: google-cluster-network-policy-off
    enabled = false
  }
  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = "192.0.2.0/24"
    }
  }
  node_config {
    service_account = google_service_account.nodes.email
    kubelet_config {
      # ok: google-kubelet-port-open
      insecure_kubelet_readonly_port_enabled = "FALSE"
    }
  }
}

# ok: google-cluster-endpoint-unrestricted
resource "google_container_cluster" "given" {
  dynamic "master_authorized_networks_config" {
    for_each = var.networks
    content {}
  }
}

resource "google_project" "automatic" {
  # ruleid: google-default-network
  auto_create_network = false
}

# ruleid: google-default-network
resource "google_project" "unsaid" {
  name = "shop"
}

# ok: google-default-network
resource "google_project" "none" {
  auto_create_network = false
}
