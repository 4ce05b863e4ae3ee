resource "azurerm_storage_account" "everywhere" {
  network_rules {
    # ruleid: azure-network-unrestricted
    default_action = "Allow"
  }
  # ruleid: azure-shared-keys-allowed
  shared_access_key_enabled     = true
  # ruleid: azure-public-network-access
  public_network_access_enabled = true
}

resource "azurerm_storage_account" "known" {
  network_rules {
    # ok: azure-network-unrestricted
    default_action = "Deny"
  }
  # ok: azure-shared-keys-allowed
  shared_access_key_enabled     = false
  # ok: azure-public-network-access
  public_network_access_enabled = true
}

# ok: azure-vault-network-unset
resource "azurerm_key_vault" "everywhere" {
  network_acls {
    # ruleid: azure-network-unrestricted
    default_action = "Allow"
    bypass         = "AzureServices"
  }
}

# ok: azure-vault-network-unset
resource "azurerm_key_vault" "private" {
  public_network_access_enabled = false
  network_acls {
    # ok: azure-network-unrestricted
    default_action = "Allow"
    bypass         = "AzureServices"
  }
}

# ok: azure-vault-network-unset
resource "azurerm_key_vault" "given" {
  dynamic "network_acls" {
    for_each = var.acls
    content {
      default_action = network_acls.value.action
      bypass         = "AzureServices"
    }
  }
}

# ruleid: azure-vault-network-unset
resource "azurerm_key_vault" "unsaid" {
  name = "shop"
}

resource "azurerm_search_service" "everywhere" {
  # ruleid: azure-network-unrestricted
  allowed_ips = ["0.0.0.0/0"]
}

resource "azurerm_search_service" "office" {
  # ok: azure-network-unrestricted
  allowed_ips = ["192.0.2.0/24"]
}

resource "azurerm_storage_sync" "everywhere" {
  # ruleid: azure-network-unrestricted
  incoming_traffic_policy = "AllowAllTraffic"
}

resource "azurerm_mssql_server" "public" {
  # ruleid: azure-public-network-access
  public_network_access_enabled = true
}

resource "azurerm_machine_learning_registry" "public" {
  # ruleid: azure-public-network-access
  public_network_access = "Enabled"
}

resource "azurerm_mssql_server" "private" {
  # ok: azure-public-network-access
  public_network_access_enabled = false
}

resource "azurerm_databricks_workspace" "given" {
  # ok: azure-public-network-access
  public_network_access_enabled = var.public
}

resource "azurerm_linux_web_app" "site" {
  # ok: azure-public-network-access
  public_network_access_enabled = true
}

resource "azurerm_container_registry" "open" {
  sku                    = "Premium"
  # ruleid: azure-anonymous-access
  anonymous_pull_enabled = true
}

resource "azurerm_container_registry" "small" {
  sku                    = "Basic"
  # ok: azure-anonymous-access
  anonymous_pull_enabled = true
}

resource "azurerm_redis_cache" "open" {
  redis_configuration {
    # ruleid: azure-anonymous-access
    authentication_enabled = false
  }
}

resource "azurerm_redis_cache" "closed" {
  redis_configuration {
    # ok: azure-anonymous-access
    authentication_enabled = true
  }
}

resource "azurerm_service_fabric_cluster" "open" {
  # ruleid: azure-anonymous-access
  management_endpoint = "http://example:80"
}

resource "azurerm_service_fabric_cluster" "closed" {
  # ok: azure-anonymous-access
  management_endpoint = "http://example:80"
  certificate {
    thumbprint = var.thumbprint
  }
}

resource "azurerm_cosmosdb_account" "keys" {
  # ruleid: azure-shared-keys-allowed
  local_authentication_disabled = false
}

resource "azurerm_servicebus_namespace" "roles" {
  # ok: azure-shared-keys-allowed
  local_auth_enabled = false
}

# ok: azure-cluster-endpoint-unrestricted
# ruleid: azure-cluster-network-policy-unset
resource "azurerm_kubernetes_cluster" "open" {
  # ruleid: azure-cluster-local-accounts
  local_account_disabled = false
  api_server_access_profile {
    # ruleid: azure-cluster-endpoint-open
    authorized_ip_ranges = ["0.0.0.0/0"]
  }
  default_node_pool {
    # ruleid: azure-public-node
    node_public_ip_enabled = true
  }
  network_profile {
    network_plugin = "azure"
  }
}

# ok: azure-cluster-network-policy-unset
# ruleid: azure-cluster-endpoint-unrestricted
resource "azurerm_kubernetes_cluster" "unsaid" {
  network_profile {
    network_plugin = "azure"
    network_policy = "cilium"
  }
}

# ok: azure-cluster-endpoint-unrestricted
resource "azurerm_kubernetes_cluster" "none" {
  # ruleid: azure-cluster-endpoint-open
  api_server_authorized_ip_ranges = []
}

# ok: azure-cluster-endpoint-unrestricted
resource "azurerm_kubernetes_cluster" "private" {
  # ok: azure-cluster-local-accounts
  local_account_disabled          = true
  private_cluster_enabled         = true
  # ok: azure-cluster-endpoint-open
  api_server_authorized_ip_ranges = []
  default_node_pool {
    # ok: azure-public-node
    node_public_ip_enabled = false
  }
}

# ok: azure-cluster-endpoint-unrestricted
resource "azurerm_kubernetes_cluster" "given" {
  dynamic "api_server_access_profile" {
    for_each = var.profiles
    content {
      authorized_ip_ranges = api_server_access_profile.value
    }
  }
}

resource "azurerm_role_definition" "grants" {
  permissions {
    # ruleid: azure-role-escalation-allowed
    actions     = ["Microsoft.Compute/*/read", "Microsoft.Authorization/roleAssignments/write"]
    # ok: azure-role-escalation-allowed
    not_actions = ["Microsoft.Authorization/*"]
  }
}

resource "azurerm_role_definition" "reads" {
  permissions {
    # ok: azure-role-escalation-allowed
    actions = ["Microsoft.Authorization/roleAssignments/read"]
  }
}

resource "azuread_application_federated_identity_credential" "anybody" {
  issuer  = "https://token.actions.githubusercontent.com"
  # ruleid: azure-workload-trust-too-wide
  subject = "repo:*"
}

resource "azuread_application_federated_identity_credential" "ours" {
  issuer  = "https://token.actions.githubusercontent.com"
  # ok: azure-workload-trust-too-wide
  subject = "repo:example/shop:ref:refs/heads/*"
}
