resource "google_compute_instance" "loose" {
  metadata = {
    # ruleid: google-shared-ssh-keys
    enable-oslogin         = false
    # ruleid: google-shared-ssh-keys
    block-project-ssh-keys = "false"
    # ruleid: google-serial-port-open
    serial-port-enable     = "TRUE"
  }
  shielded_instance_config {
    # ruleid: google-boot-unprotected
    enable_vtpm = false
  }
}

resource "google_compute_instance" "tight" {
  metadata = {
    # ok: google-shared-ssh-keys
    enable-oslogin     = "TRUE"
    # ok: google-serial-port-open
    serial-port-enable = false
  }
  shielded_instance_config {
    # ok: google-boot-unprotected
    enable_vtpm = true
  }
}

resource "google_compute_project_metadata_item" "keys" {
  key   = "enable-oslogin"
  # ruleid: google-shared-ssh-keys
  value = "FALSE"
}

resource "google_compute_project_metadata_item" "console" {
  key   = "serial-port-enable"
  # ruleid: google-serial-port-open
  value = "1"
}

resource "google_container_cluster" "unshielded" {
  # ruleid: google-boot-unprotected
  enable_shielded_nodes = false
  private_cluster_config {
    enable_private_endpoint = true
  }
}

resource "google_sql_database_instance" "flags" {
  settings {
    database_flags {
      name  = "local_infile"
      # ruleid: google-dangerous-database-flag
      value = "on"
    }
    database_flags {
      name  = "cross db ownership chaining"
      # ok: google-dangerous-database-flag
      value = "off"
    }
    database_flags {
      name  = "log_checkpoints"
      # ok: google-dangerous-database-flag
      value = "on"
    }
  }
}

resource "google_redis_instance" "open" {
  # ruleid: google-cache-without-password
  auth_enabled = false
}

# ruleid: google-cache-without-password
resource "google_redis_instance" "unsaid" {
  name = "sessions"
}

# ok: google-cache-without-password
resource "google_redis_instance" "closed" {
  auth_enabled = true
}

resource "google_redis_cluster" "open" {
  # ruleid: google-cache-without-password
  authorization_mode = "AUTH_MODE_DISABLED"
}

resource "google_dns_managed_zone" "unsigned" {
  dnssec_config {
    # ruleid: google-domain-answers-forgeable
    state = "off"
    default_key_specs {
      # ruleid: google-domain-answers-forgeable
      algorithm = "rsasha1"
    }
  }
}

resource "google_dns_managed_zone" "signed" {
  dnssec_config {
    # ok: google-domain-answers-forgeable
    state = "on"
  }
}

resource "google_dns_managed_zone" "inner" {
  visibility = "private"
  dnssec_config {
    # ok: google-domain-answers-forgeable
    state = "off"
  }
}

resource "google_storage_bucket" "loose" {
  # ruleid: google-object-access-lists
  uniform_bucket_level_access = false
  # ruleid: google-object-access-lists
  public_access_prevention    = "inherited"
}

resource "google_storage_bucket" "tight" {
  # ok: google-object-access-lists
  uniform_bucket_level_access = true
  # ok: google-object-access-lists
  public_access_prevention    = "enforced"
}
