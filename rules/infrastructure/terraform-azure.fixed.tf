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
  container_access_type = "private"
}

resource "azurerm_storage_container" "private" {
  # ok: azure-public-storage
  container_access_type = "private"
}

resource "azurerm_storage_account" "loose" {
  # ruleid: azure-public-storage-allowed
  allow_nested_items_to_be_public = false
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
  disable_password_authentication = true
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
  admin_enabled = false
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
