resource "aws_ami_launch_permission" "all" {
  image_id = aws_ami.base.id
  # ruleid: aws-shared-with-everybody
  group = "all"
}

resource "aws_db_snapshot" "nightly" {
  db_instance_identifier = aws_db_instance.shop.identifier
  db_snapshot_identifier = "nightly"
  # ruleid: aws-shared-with-everybody
  shared_accounts = [var.audit, "all"]
}

resource "aws_db_snapshot" "weekly" {
  # ok: aws-shared-with-everybody
  shared_accounts = [var.audit]
}

resource "aws_ssm_document" "patch" {
  permissions = {
    type = "Share"
    # ruleid: aws-shared-with-everybody
    account_ids = "All"
  }
}

resource "aws_instance" "web" {
  # ruleid: aws-public-address
  associate_public_ip_address = true
}

resource "aws_launch_template" "web" {
  network_interfaces {
    # ruleid: aws-public-address
    associate_public_ip_address = "true"
  }
}

resource "aws_ecs_service" "web" {
  network_configuration {
    # ok: aws-public-address
    assign_public_ip = false
  }
}

resource "aws_api_gateway_method" "orders" {
  http_method = "POST"
  # ruleid: aws-api-without-login
  authorization = "NONE"
}

resource "aws_api_gateway_method" "preflight" {
  http_method = "OPTIONS"
  # ok: aws-api-without-login
  authorization = "NONE"
}

resource "aws_api_gateway_method" "metered" {
  http_method      = "GET"
  api_key_required = true
  # ok: aws-api-without-login
  authorization = "NONE"
}

resource "aws_apigatewayv2_route" "orders" {
  # ruleid: aws-api-without-login
  authorization_type = "NONE"
}

resource "aws_cognito_identity_pool" "guests" {
  # ruleid: aws-api-without-login
  allow_unauthenticated_identities = true
}

resource "aws_lambda_permission" "any_bucket" {
  action = "lambda:InvokeFunction"
  # ruleid: aws-service-trusted-for-anyone
  principal = "s3.amazonaws.com"
}

resource "aws_lambda_permission" "uploads" {
  # ok: aws-service-trusted-for-anyone
  principal  = "s3.amazonaws.com"
  source_arn = aws_s3_bucket.uploads.arn
}

resource "aws_lambda_permission" "partner" {
  # ok: aws-service-trusted-for-anyone
  principal = var.partner_account
}

data "aws_iam_policy_document" "any_workflow" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type = "Federated"
      # ruleid: aws-pipeline-trusts-any-repository
      identifiers = ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type = "Federated"
      # ok: aws-pipeline-trusts-any-repository
      identifiers = ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"]
    }
    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      # ok: aws-pipeline-trusts-any-repository
      values = ["repo:example/shop:*"]
    }
  }
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      # ruleid: aws-pipeline-trusts-any-repository
      values = ["repo:*"]
    }
  }
}

resource "aws_iam_role" "any_workflow" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRoleWithWebIdentity"
      Principal = {
        # ruleid: aws-pipeline-trusts-any-repository
        Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      }
    }]
  })
}

resource "aws_iam_role" "shop_workflow" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRoleWithWebIdentity"
      Principal = {
        # ok: aws-pipeline-trusts-any-repository
        Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      }
      Condition = {
        StringLike = {
          # ok: aws-pipeline-trusts-any-repository
          "token.actions.githubusercontent.com:sub" = "repo:example/shop:*"
        }
      }
    }]
  })
}

resource "aws_ecs_task_definition" "agent" {
  # ruleid: aws-container-is-host
  pid_mode = "host"
  container_definitions = jsonencode([{
    name = "agent"
    # ruleid: aws-container-is-host
    privileged = true
  }])
}

resource "aws_ecs_task_definition" "shop" {
  container_definitions = jsonencode([{
    name = "shop"
    # ok: aws-container-is-host
    privileged = false
  }])
}

resource "aws_batch_job_definition" "render" {
  container_properties = <<JSON
    {
      "image": "render",
      # ruleid: aws-container-is-host
      "privileged": true
    }
  JSON
}

resource "aws_iam_access_key" "root" {
  # ruleid: aws-root-access-key
  user = "root"
}

resource "aws_iam_access_key" "backup" {
  # ok: aws-root-access-key
  user = aws_iam_user.backup.name
}

data "aws_iam_policy_document" "deploy" {
  statement {
    # ruleid: aws-rights-can-be-raised
    actions   = ["ec2:RunInstances", "iam:PassRole"]
    resources = ["*"]
  }
  statement {
    # ok: aws-rights-can-be-raised
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.worker.arn]
  }
  statement {
    # ok: aws-rights-can-be-raised
    actions   = ["iam:ListRoles"]
    resources = ["*"]
  }
  statement {
    # ok: aws-rights-can-be-raised
    actions   = ["iam:AttachRolePolicy"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [var.boundary]
    }
  }
}

resource "aws_iam_policy" "helper" {
  policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      # ruleid: aws-rights-can-be-raised
      Action   = ["iam:CreateAccessKey"]
      Resource = "*"
    }]
  })
}

resource "aws_iam_policy" "operator" {
  policy = <<JSON
    {
      "Statement": [{
        "Effect": "Allow",
        # ruleid: aws-rights-can-be-raised
        "Action": "iam:*",
        "Resource": "*"
      }]
    }
  JSON
}

resource "aws_s3_bucket_acl" "granted" {
  access_control_policy {
    grant {
      grantee {
        type = "Group"
        # ruleid: aws-granted-to-everybody
        uri = "http://acs.amazonaws.com/groups/global/AllUsers"
      }
      permission = "READ"
    }
    grant {
      grantee {
        type = "Group"
        # ok: aws-granted-to-everybody
        uri = "http://acs.amazonaws.com/groups/s3/LogDelivery"
      }
      permission = "WRITE"
    }
  }
}

resource "aws_msk_cluster" "events" {
  broker_node_group_info {
    connectivity_info {
      public_access {
        # ruleid: aws-cluster-on-internet
        type = "SERVICE_PROVIDED_EIPS"
      }
    }
  }
}

resource "aws_emr_block_public_access_configuration" "all" {
  # ruleid: aws-cluster-on-internet
  block_public_security_group_rules = false
}

resource "aws_network_acl" "public" {
  ingress {
    rule_no   = 100
    action    = "allow"
    protocol  = "tcp"
    from_port = 22
    to_port   = 22
    # ruleid: aws-network-list-open
    cidr_block = "0.0.0.0/0"
  }
  ingress {
    rule_no   = 90
    action    = "deny"
    protocol  = "tcp"
    from_port = 3389
    to_port   = 3389
    # ok: aws-network-list-open
    cidr_block = "0.0.0.0/0"
  }
  ingress {
    rule_no   = 110
    action    = "allow"
    protocol  = "tcp"
    from_port = 443
    to_port   = 443
    # ok: aws-network-list-open
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_network_acl_rule" "desktop" {
  rule_action = "allow"
  from_port   = 3389
  to_port     = 3389
  # ruleid: aws-network-list-open
  cidr_block = "0.0.0.0/0"
}

data "aws_iam_policy_document" "buckets" {
  statement {
    # ruleid: aws-whole-service-granted
    actions   = ["s3:*"]
    resources = ["*"]
  }
  statement {
    # ok: aws-whole-service-granted
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.uploads.arn, "${aws_s3_bucket.uploads.arn}/*"]
  }
}

resource "aws_iam_policy" "secrets" {
  policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      # ruleid: aws-whole-service-granted
      Action   = ["secretsmanager:*"]
      Resource = "*"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "buckets" {
  # ruleid: aws-whole-service-granted
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
}

resource "aws_msk_cluster" "inside" {
  broker_node_group_info {
    connectivity_info {
      public_access {
        # ok: aws-cluster-on-internet
        type = "DISABLED"
      }
    }
  }
}
