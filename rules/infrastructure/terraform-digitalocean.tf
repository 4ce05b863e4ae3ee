resource "digitalocean_firewall" "ssh" {
  inbound_rule {
    port_range       = "22"
    # ruleid: digitalocean-port-open-to-internet
    source_addresses = ["0.0.0.0/0"]
  }
  inbound_rule {
    port_range       = "443"
    # ok: digitalocean-port-open-to-internet
    source_addresses = ["0.0.0.0/0"]
  }
  inbound_rule {
    port_range       = "22"
    # ok: digitalocean-port-open-to-internet
    source_addresses = ["192.0.2.0/24"]
  }
}

resource "digitalocean_loadbalancer" "plain" {
  forwarding_rule {
    # ruleid: digitalocean-unencrypted-traffic-allowed
    entry_protocol = "http"
  }
}

resource "digitalocean_loadbalancer" "redirecting" {
  redirect_http_to_https = true
  forwarding_rule {
    # ok: digitalocean-unencrypted-traffic-allowed
    entry_protocol = "http"
  }
}

resource "digitalocean_spaces_bucket" "public" {
  # ruleid: digitalocean-public-storage
  acl = "public-read"
}

resource "digitalocean_spaces_bucket" "private" {
  # ok: digitalocean-public-storage
  acl = "private"
}

# ruleid: digitalocean-password-login
resource "digitalocean_droplet" "unsaid" {
  image = "debian-12-x64"
}

# ok: digitalocean-password-login
resource "digitalocean_droplet" "keys" {
  image    = "debian-12-x64"
  ssh_keys = [digitalocean_ssh_key.deploy.id]
}

# ok: digitalocean-password-login
resource "digitalocean_droplet" "cloud_init" {
  image     = "debian-12-x64"
  user_data = file("cloud-init.yaml")
}
