@secure()
// ruleid: azure-password-in-template
param given string = 'Sommer2024!'

@secure()
// ok: azure-password-in-template
param asked string

@secure()
// ok: azure-password-in-template
param made string = newGuid()

resource r1 'Microsoft.Web/sites@2023-01-01' = {
  name: 'open'
  properties: {
    httpsOnly: true
    siteConfig: {
      // ruleid: azure-plain-ftp-allowed
      ftpsState: 'AllAllowed'
      // ruleid: azure-remote-debugging-on
      remoteDebuggingEnabled: true
      // ruleid: azure-cors-any-origin
      cors: { allowedOrigins: ['*'] }
    }
  }
}

resource r2 'Microsoft.Web/sites/config@2023-01-01' = {
  name: 'careful/web'
  properties: {
    // ok: azure-plain-ftp-allowed
    ftpsState: 'FtpsOnly'
    // ok: azure-remote-debugging-on
    remoteDebuggingEnabled: false
    // ok: azure-cors-any-origin
    cors: { allowedOrigins: ['https://shop.example.com'] }
  }
}

resource r3 'Microsoft.Sql/servers/databases@2023-01-01' = {
  name: 'sql/shop'

  resource r4 'transparentDataEncryption' = {
    name: 'current'
    // ruleid: azure-unencrypted-storage
    properties: { status: 'Disabled' }
  }
}

resource r5 'Microsoft.Sql/servers/databases/transparentDataEncryption@2023-01-01' = {
  name: 'sql/shop/current'
  // ok: azure-unencrypted-storage
  properties: { state: 'Enabled' }
}

resource r6 'Microsoft.Compute/disks@2023-01-01' = {
  name: 'shop'
  // ruleid: azure-unencrypted-storage
  properties: { encryptionSettingsCollection: { enabled: false } }
}

resource r7 'Microsoft.Sql/servers@2023-01-01' = {
  name: 'sql'
  properties: {
    // ruleid: azure-password-in-template
    administratorLoginPassword: 'Winter2024!'
    administratorLogin: 'shop'
  }

  resource r8 'auditingSettings' = {
    name: 'Default'
    // ruleid: azure-audit-log-off
    properties: { state: 'Disabled' }
  }

  resource r9 'securityAlertPolicies' = {
    name: 'Default'
    // ruleid: azure-protection-off
    properties: { state: 'Disabled' }
  }
}

resource r10 'Microsoft.Sql/servers@2023-01-01' = {
  name: 'careful'
  properties: {
    // ok: azure-password-in-template
    administratorLoginPassword: parameters('asked')
  }

  resource r11 'auditingSettings' = {
    name: 'Default'
    // ok: azure-audit-log-off
    properties: { state: 'Enabled' }
  }

  resource r12 'securityAlertPolicies' = {
    name: 'Default'
    // ok: azure-protection-off
    properties: { state: 'Enabled', disabledAlerts: [''] }
  }
}

resource r13 'Microsoft.DBforPostgreSQL/servers/configurations@2023-01-01' = {
  name: 'shop/log_connections'
  // ruleid: azure-audit-log-off
  properties: { value: 'off' }
}

resource r14 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies@2023-01-01' = {
  name: 'shop'
  // ruleid: azure-protection-off
  properties: { policySettings: { state: 'Enabled', mode: 'Detection' } }
}

resource r15 'Microsoft.Security/pricings@2023-01-01' = {
  name: 'Containers'
  // ruleid: azure-protection-off
  properties: { pricingTier: 'Free' }
}

// ruleid: azure-secret-in-output
output key string = r1.listKeys().keys[0].value

// ok: azure-secret-in-output
output name string = variables('storageName')

@secure()
// ok: azure-secret-in-output
output hidden string = r1.listKeys().keys[0].value

resource nested 'Microsoft.Resources/deployments@2024-03-01' = {
  name: 'nested'
  properties: {
    mode: 'Incremental'
    // ruleid: azure-deployment-content-logged
    debugSetting: { detailLevel: 'requestContent,responseContent' }
  }
}

resource quiet 'Microsoft.Resources/deployments@2024-03-01' = {
  name: 'quiet'
  // ok: azure-deployment-content-logged
  properties: { debugSetting: { detailLevel: 'none' } }
}
