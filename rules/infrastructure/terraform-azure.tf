resource "azurerm_network_security_rule" "ssh" {
  direction              = "Inbound"
  access                 = "Allow"
  destination_port_range = "22"
  # ruleid: azure-port-open-to-internet
  source_address_prefix  = "*"
}

resource "azurerm_network_security_rule" "web" {
  direction              = "Inbound"
  access                 = "Allow"
  destination_port_range = "443"
  # ok: azure-port-open-to-internet
  source_address_prefix  = "*"
}

resource "azurerm_network_security_group" "all" {
  security_rule {
    direction               = "Inbound"
    access                  = "Allow"
    destination_port_ranges = ["80", "3389"]
    # ruleid: azure-port-open-to-internet
    source_address_prefix   = "Internet"
  }
  security_rule {
    direction              = "Inbound"
    access                 = "Deny"
    destination_port_range = "*"
    # ok: azure-port-open-to-internet
    source_address_prefix  = "*"
  }
  security_rule {
    direction              = "Inbound"
    access                 = "Allow"
    destination_port_range = "22"
    # ok: azure-port-open-to-internet
    source_address_prefix  = "10.0.0.0/8"
  }
}

resource "azurerm_mssql_firewall_rule" "everybody" {
  start_ip_address = "0.0.0.0"
  # ruleid: azure-port-open-to-internet
  end_ip_address   = "255.255.255.255"
}

resource "azurerm_mssql_firewall_rule" "azure" {
  start_ip_address = "0.0.0.0"
  # ok: azure-port-open-to-internet
  end_ip_address   = "0.0.0.0"
}

resource "azurerm_storage_container" "public" {
  # ruleid: azure-public-storage
  container_access_type = "container"
}

resource "azurerm_storage_container" "private" {
  # ok: azure-public-storage
  container_access_type = "private"
}

resource "azurerm_storage_account" "loose" {
  # ruleid: azure-public-storage-allowed
  allow_nested_items_to_be_public = true
  # ruleid: azure-unencrypted-traffic-allowed
  https_traffic_only_enabled      = false
  # ruleid: azure-weak-tls-version
  min_tls_version                 = "TLS1_0"
}

resource "azurerm_storage_account" "tight" {
  # ok: azure-public-storage-allowed
  allow_nested_items_to_be_public = false
  # ok: azure-unencrypted-traffic-allowed
  https_traffic_only_enabled      = true
  # ok: azure-weak-tls-version
  min_tls_version                 = "TLS1_2"
}

resource "azurerm_mssql_server" "old" {
  # ruleid: azure-weak-tls-version
  minimum_tls_version = "1.0"
}

resource "azurerm_redis_cache" "plain" {
  # ruleid: azure-unencrypted-traffic-allowed
  non_ssl_port_enabled = true
}

# ruleid: azure-unencrypted-traffic-allowed
resource "azurerm_linux_web_app" "unsaid" {
  name = "shop"
}

resource "azurerm_linux_web_app" "plain" {
  # ruleid: azure-unencrypted-traffic-allowed
  https_only = false
}

# ok: azure-unencrypted-traffic-allowed
resource "azurerm_linux_web_app" "encrypted" {
  https_only = true
}

# ruleid: azure-vault-purge-possible
resource "azurerm_key_vault" "unsaid" {
  name = "shop"
}

# ok: azure-vault-purge-possible
resource "azurerm_key_vault" "protected" {
  purge_protection_enabled = true
}

resource "azurerm_linux_virtual_machine" "passwords" {
  # ruleid: azure-password-login-allowed
  disable_password_authentication = false
}

resource "azurerm_linux_virtual_machine" "keys" {
  # ok: azure-password-login-allowed
  disable_password_authentication = true
}

resource "azurerm_kubernetes_cluster" "open" {
  # ruleid: azure-cluster-authorization-off
  role_based_access_control_enabled = false
}

resource "azurerm_kubernetes_cluster" "old" {
  role_based_access_control {
    # ruleid: azure-cluster-authorization-off
    enabled = false
  }
}

resource "azurerm_kubernetes_cluster" "roles" {
  # ok: azure-cluster-authorization-off
  role_based_access_control_enabled = true
}

resource "azurerm_container_registry" "shared" {
  # ruleid: azure-registry-shared-login
  admin_enabled = true
}

resource "azurerm_container_registry" "named" {
  # ok: azure-registry-shared-login
  admin_enabled = false
}

resource "azurerm_role_definition" "everything" {
  permissions {
    # ruleid: azure-full-access-granted
    actions     = ["*"]
    # ok: azure-full-access-granted
    not_actions = ["*"]
  }
}

resource "azurerm_network_security_rule" "range" {
  direction              = "inbound"
  access                 = "allow"
  destination_port_range = "3300-3400"
  # ruleid: azure-port-open-to-internet
  source_address_prefix  = "*"
}

resource "azurerm_network_security_rule" "web_range" {
  direction              = "Inbound"
  access                 = "Allow"
  destination_port_range = "8000-8090"
  # ok: azure-port-open-to-internet
  source_address_prefix  = "*"
}

resource "azurerm_network_security_rule" "no_port" {
  direction             = "Inbound"
  access                = "Allow"
  # ruleid: azure-port-open-to-internet
  source_address_prefix = "0.0.0.0/0"
}

resource "azurerm_network_security_rule" "given_port" {
  direction               = "Inbound"
  access                  = "Allow"
  destination_port_ranges = var.ports
  # ok: azure-port-open-to-internet
  source_address_prefix   = "0.0.0.0/0"
}

resource "azurerm_network_security_rule" "ping" {
  direction              = "Inbound"
  access                 = "Allow"
  protocol               = "Icmp"
  destination_port_range = "*"
  # ok: azure-port-open-to-internet
  source_address_prefix  = "*"
}

resource "azurerm_cdn_endpoint" "plain" {
  # ruleid: azure-unencrypted-traffic-allowed
  is_http_allowed = true
}

# ruleid: azure-unencrypted-traffic-allowed
resource "azurerm_spring_cloud_api_portal" "unsaid" {
  name = "default"
}

resource "azurerm_spring_cloud_gateway" "plain" {
  # ruleid: azure-unencrypted-traffic-allowed
  https_only = false
}

resource "azurerm_linux_web_app_slot" "plain" {
  # ruleid: azure-unencrypted-traffic-allowed
  https_only = false
}

resource "azurerm_mysql_flexible_server_configuration" "plain" {
  name  = "require_secure_transport"
  # ruleid: azure-unencrypted-traffic-allowed
  value = "OFF"
}

resource "azurerm_mysql_flexible_server_configuration" "other" {
  name  = "audit_log_enabled"
  # ok: azure-unencrypted-traffic-allowed
  value = "OFF"
}

resource "azurerm_redis_enterprise_database" "plain" {
  # ruleid: azure-unencrypted-traffic-allowed
  client_protocol = "PLAINTEXT"
}

resource "azurerm_api_management_backend" "plain" {
  # ruleid: azure-unencrypted-traffic-allowed
  url = "http://orders.example.com"
}

resource "azurerm_api_management_backend" "encrypted" {
  # ok: azure-unencrypted-traffic-allowed
  url = "https://orders.example.com"
}

resource "azurerm_api_management_api" "plain" {
  # ruleid: azure-unencrypted-traffic-allowed
  protocols = ["https", "http"]
}

resource "azurerm_application_gateway" "plain" {
  http_listener {
    # ruleid: azure-unencrypted-traffic-allowed
    protocol = "Http"
  }
  ssl_policy {
    # ruleid: azure-weak-tls-version
    policy_name = "AppGwSslPolicy20150501"
  }
}

resource "azurerm_application_gateway" "redirecting" {
  http_listener {
    # ok: azure-unencrypted-traffic-allowed
    protocol = "Http"
  }
  redirect_configuration {
    redirect_type = "Permanent"
  }
  ssl_policy {
    # ok: azure-weak-tls-version
    policy_name = "AppGwSslPolicy20220101"
  }
}

resource "azurerm_api_management" "old" {
  security {
    # ruleid: azure-weak-tls-version
    frontend_tls10_enabled = true
    # ok: azure-weak-tls-version
    backend_tls11_enabled  = false
  }
}

resource "azurerm_cdn_endpoint_custom_domain" "old" {
  user_managed_https {
    # ruleid: azure-weak-tls-version
    tls_version = "TLS10"
  }
}
