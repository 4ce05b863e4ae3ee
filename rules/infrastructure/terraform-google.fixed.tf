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
  min_tls_version = "TLS_1_2"
}

resource "google_compute_ssl_policy" "new" {
  # ok: google-weak-tls-version
  min_tls_version = "TLS_1_2"
}

resource "google_container_cluster" "loose" {
  # ruleid: google-cluster-authorization-off
  enable_legacy_abac = false
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
