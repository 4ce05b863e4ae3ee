resource "github_actions_secret" "literal" {
  # ruleid: github-secret-in-plain-text
  plaintext_value = "hunter2"
}

resource "github_actions_secret" "given" {
  # ok: github-secret-in-plain-text
  plaintext_value = var.token
}

resource "github_actions_organization_secret" "joined" {
  # ok: github-secret-in-plain-text
  plaintext_value = "user:${var.token}"
}

resource "github_repository_webhook" "unchecked" {
  configuration {
    # ruleid: github-webhook-certificate-unchecked
    insecure_ssl = false
  }
}

resource "github_repository_webhook" "checked" {
  configuration {
    # ok: github-webhook-certificate-unchecked
    insecure_ssl = false
  }
}

resource "github_branch_protection" "loose" {
  # ruleid: github-branch-unprotected
  allows_force_pushes = false
}

resource "gitlab_branch_protection" "tight" {
  # ok: github-branch-unprotected
  allow_force_push = false
}

resource "github_repository" "silent" {
  # ruleid: github-vulnerability-alerts-off
  vulnerability_alerts = true
}

resource "github_repository" "told" {
  # ok: github-vulnerability-alerts-off
  vulnerability_alerts = true
}
