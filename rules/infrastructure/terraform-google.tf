resource "google_compute_firewall" "ssh" {
  allow {
    protocol = "tcp"
    ports    = ["80", "22"]
  }
  # ruleid: google-port-open-to-internet
  source_ranges = ["0.0.0.0/0"]
}

resource "google_compute_firewall" "everything" {
  allow {
    protocol = "all"
  }
  # ruleid: google-port-open-to-internet
  source_ranges = ["0.0.0.0/0"]
}

resource "google_compute_firewall" "web" {
  allow {
    protocol = "tcp"
    ports    = ["80", "443", "2200-2210"]
  }
  # ok: google-port-open-to-internet
  source_ranges = ["0.0.0.0/0"]
}

resource "google_compute_firewall" "put_aside" {
  allow {
    protocol = "tcp"
    ports    = ["22"]
  }
  disabled = true
  # ok: google-port-open-to-internet
  source_ranges = ["0.0.0.0/0"]
}

resource "google_compute_firewall" "proxy" {
  allow {
    protocol = "tcp"
    ports    = ["22"]
  }
  # ok: google-port-open-to-internet
  source_ranges = ["35.235.240.0/20"]
}

resource "google_storage_bucket_iam_member" "public" {
  # ruleid: google-access-for-anyone
  member = "allUsers"
}

resource "google_storage_bucket_iam_binding" "public" {
  # ruleid: google-access-for-anyone
  members = ["allAuthenticatedUsers"]
}

resource "google_cloud_run_service_iam_member" "site" {
  # ok: google-access-for-anyone
  member = "allUsers"
}

resource "google_storage_bucket_iam_member" "private" {
  # ok: google-access-for-anyone
  member = "serviceAccount:reports@example.iam.gserviceaccount.com"
}

resource "google_bigquery_dataset" "public" {
  access {
    role          = "READER"
    # ruleid: google-access-for-anyone
    special_group = "allAuthenticatedUsers"
  }
  access {
    role          = "OWNER"
    # ok: google-access-for-anyone
    special_group = "projectOwners"
  }
}

resource "google_sql_database_instance" "open" {
  settings {
    ip_configuration {
      # ruleid: google-unencrypted-traffic-allowed
      ssl_mode = "ALLOW_UNENCRYPTED_AND_ENCRYPTED"
      authorized_networks {
        # ruleid: google-public-database
        value = "0.0.0.0/0"
      }
      authorized_networks {
        # ok: google-public-database
        value = "192.0.2.0/24"
      }
    }
  }
}

resource "google_sql_database_instance" "encrypted" {
  settings {
    ip_configuration {
      # ok: google-unencrypted-traffic-allowed
      ssl_mode = "ENCRYPTED_ONLY"
    }
  }
}

resource "google_compute_ssl_policy" "old" {
  # ruleid: google-weak-tls-version
  min_tls_version = "TLS_1_0"
}

resource "google_compute_ssl_policy" "new" {
  # ok: google-weak-tls-version
  min_tls_version = "TLS_1_2"
}

resource "google_container_cluster" "loose" {
  # ruleid: google-cluster-authorization-off
  enable_legacy_abac = true
  # ruleid: google-audit-log-off
  logging_service    = "none"
  master_auth {
    username = "admin"
    # ruleid: google-cluster-password-login
    password = var.password
  }
  master_authorized_networks_config {
    cidr_blocks {
      # ruleid: google-cluster-endpoint-open
      cidr_block = "0.0.0.0/0"
    }
  }
  node_config {
    workload_metadata_config {
      # ruleid: google-instance-credentials-exposed
      node_metadata = "EXPOSE"
    }
  }
}

resource "google_container_cluster" "tight" {
  # ok: google-cluster-authorization-off
  enable_legacy_abac = false
  # ok: google-audit-log-off
  logging_service    = "logging.googleapis.com/kubernetes"
  master_auth {
    username = ""
    # ok: google-cluster-password-login
    password = ""
  }
  master_authorized_networks_config {
    cidr_blocks {
      # ok: google-cluster-endpoint-open
      cidr_block = "192.0.2.0/24"
    }
  }
  node_config {
    workload_metadata_config {
      # ok: google-instance-credentials-exposed
      mode = "GKE_METADATA"
    }
  }
}

resource "google_project_iam_member" "all" {
  # ruleid: google-full-access-granted
  role = "roles/editor"
}

resource "google_project_iam_member" "some" {
  # ok: google-full-access-granted
  role = "roles/storage.objectViewer"
}

resource "google_compute_firewall" "range" {
  allow {
    protocol = "tcp"
    ports    = ["3300-3400"]
  }
  # ruleid: google-port-open-to-internet
  source_ranges = ["0.0.0.0/0"]
}

resource "google_compute_firewall" "all_ports" {
  allow {
    protocol = "tcp"
  }
  # ruleid: google-port-open-to-internet
  source_ranges = ["0.0.0.0/0"]
}

resource "google_compute_firewall" "ping" {
  allow {
    protocol = "icmp"
  }
  # ok: google-port-open-to-internet
  source_ranges = ["0.0.0.0/0"]
}

resource "google_storage_bucket_acl" "listed" {
  # ruleid: google-access-for-anyone
  role_entity = ["OWNER:user-jane@example.com", "READER:allUsers"]
}

data "google_iam_policy" "open" {
  binding {
    role    = "roles/storage.objectViewer"
    # ruleid: google-access-for-anyone
    members = ["allUsers"]
  }
  binding {
    role    = "roles/run.invoker"
    # ok: google-access-for-anyone
    members = ["allUsers"]
  }
}

resource "google_kms_crypto_key_iam_policy" "open" {
  policy_data = jsonencode({
    bindings = [{
      role    = "roles/cloudkms.cryptoKeyDecrypter"
      # ruleid: google-access-for-anyone
      members = ["allAuthenticatedUsers"]
    }]
  })
}

resource "google_redis_instance" "plain" {
  auth_enabled            = true
  # ruleid: google-unencrypted-traffic-allowed
  transit_encryption_mode = "DISABLED"
}

resource "google_redis_instance" "encrypted" {
  auth_enabled            = true
  # ok: google-unencrypted-traffic-allowed
  transit_encryption_mode = "SERVER_AUTHENTICATION"
}

resource "google_cloudfunctions_function" "plain" {
  # ruleid: google-unencrypted-traffic-allowed
  https_trigger_security_level = "SECURE_OPTIONAL"
}

# ruleid: google-weak-tls-version
resource "google_compute_ssl_policy" "unsaid" {
  profile = "MODERN"
}

resource "google_container_node_pool" "old" {
  node_config {
    service_account = google_service_account.nodes.email
    metadata = {
      # ruleid: google-instance-credentials-exposed
      disable-legacy-endpoints = "false"
    }
  }
}

resource "google_container_node_pool" "new" {
  node_config {
    service_account = google_service_account.nodes.email
    metadata = {
      # ok: google-instance-credentials-exposed
      disable-legacy-endpoints = "true"
    }
  }
}

resource "google_sql_database_instance" "silent" {
  settings {
    database_flags {
      name  = "log_connections"
      # ruleid: google-audit-log-off
      value = "off"
    }
    database_flags {
      name  = "log_lock_waits"
      # ok: google-audit-log-off
      value = "off"
    }
  }
}

resource "google_container_cluster" "silent" {
  private_cluster_config {
    enable_private_endpoint = true
  }
  logging_config {
    # ruleid: google-audit-log-off
    enable_components = []
  }
}

resource "google_data_fusion_instance" "silent" {
  # ruleid: google-audit-log-off
  enable_stackdriver_logging = false
}
