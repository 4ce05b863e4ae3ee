resource "azurerm_linux_web_app" "loose" {
  https_only = true
  site_config {
    # ruleid: azure-plain-ftp-allowed
    ftps_state               = "AllAllowed"
    # ruleid: azure-remote-debugging-on
    remote_debugging_enabled = true
    cors {
      # ruleid: azure-cors-any-origin
      allowed_origins = ["*"]
    }
  }
}

resource "azurerm_linux_web_app" "tight" {
  https_only = true
  site_config {
    # ok: azure-plain-ftp-allowed
    ftps_state               = "FtpsOnly"
    # ok: azure-remote-debugging-on
    remote_debugging_enabled = false
    cors {
      # ok: azure-cors-any-origin
      allowed_origins = ["https://shop.example.com"]
    }
  }
}

resource "azurerm_mssql_database" "plain" {
  # ruleid: azure-unencrypted-storage
  transparent_data_encryption_enabled = false
}

# ruleid: azure-unencrypted-storage
resource "azurerm_synapse_sql_pool" "unsaid" {
  name = "shop"
}

# ok: azure-unencrypted-storage
resource "azurerm_synapse_sql_pool" "encrypted" {
  data_encrypted = true
}

resource "azurerm_data_lake_store" "plain" {
  # ruleid: azure-unencrypted-storage
  encryption_state = "Disabled"
}

resource "azurerm_mssql_server_extended_auditing_policy" "off" {
  # ruleid: azure-audit-log-off
  log_monitoring_enabled = false
}

resource "azurerm_network_watcher_flow_log" "off" {
  # ruleid: azure-audit-log-off
  enabled = false
  retention_policy {
    # ok: azure-audit-log-off
    enabled = false
  }
}

resource "azurerm_postgresql_configuration" "silent" {
  name  = "log_connections"
  # ruleid: azure-audit-log-off
  value = "off"
}

resource "azurerm_postgresql_configuration" "other" {
  name  = "autovacuum"
  # ok: azure-audit-log-off
  value = "off"
}

resource "azurerm_kubernetes_cluster" "silent" {
  private_cluster_enabled = true
  addon_profile {
    oms_agent {
      # ruleid: azure-audit-log-off
      enabled = false
    }
  }
}

resource "azurerm_web_application_firewall_policy" "watching" {
  policy_settings {
    # ruleid: azure-protection-off
    mode = "Detection"
  }
  managed_rules {
    managed_rule_set {
      rule_group_override {
        rule {
          # ok: azure-protection-off
          enabled = false
        }
      }
    }
  }
}

resource "azurerm_web_application_firewall_policy" "preventing" {
  policy_settings {
    # ok: azure-protection-off
    mode = "Prevention"
  }
}

resource "azurerm_application_gateway" "watching" {
  waf_configuration {
    # ruleid: azure-protection-off
    firewall_mode = "Detection"
  }
}

resource "azurerm_firewall" "blind" {
  # ruleid: azure-protection-off
  threat_intel_mode = "Off"
}

resource "azurerm_firewall" "alert" {
  # ok: azure-protection-off
  threat_intel_mode = "Alert"
}

resource "azurerm_mssql_server_security_alert_policy" "off" {
  # ruleid: azure-protection-off
  state           = "Disabled"
  # ruleid: azure-protection-off
  disabled_alerts = ["Sql_Injection"]
}

resource "azurerm_mssql_server_security_alert_policy" "on" {
  # ok: azure-protection-off
  state           = "Enabled"
  # ok: azure-protection-off
  disabled_alerts = []
}

resource "azurerm_security_center_subscription_pricing" "free" {
  # ruleid: azure-protection-off
  tier = "Free"
}
