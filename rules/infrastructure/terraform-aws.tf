resource "aws_security_group" "web" {
  ingress {
    from_port   = 0
    to_port     = 65535
    protocol    = "tcp"
    # ruleid: aws-port-open-to-internet
    cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
  }
  ingress {
    from_port        = 22
    to_port          = 22
    protocol         = "tcp"
    # ruleid: aws-port-open-to-internet
    ipv6_cidr_blocks = ["::/0"]
  }
  ingress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    # ruleid: aws-port-open-to-internet
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    # ok: aws-port-open-to-internet
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    # ok: aws-port-open-to-internet
    cidr_blocks = [var.office]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    # ok: aws-port-open-to-internet
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group_rule" "database" {
  type        = "ingress"
  from_port   = 5432
  to_port     = 5432
  protocol    = "tcp"
  # ruleid: aws-port-open-to-internet
  cidr_blocks = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "out" {
  type        = "egress"
  from_port   = 0
  to_port     = 65535
  protocol    = "tcp"
  # ok: aws-port-open-to-internet
  cidr_blocks = ["0.0.0.0/0"]
}

resource "aws_vpc_security_group_ingress_rule" "desktop" {
  from_port   = 3389
  to_port     = 3389
  ip_protocol = "tcp"
  # ruleid: aws-port-open-to-internet
  cidr_ipv4   = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "everything" {
  ip_protocol = "-1"
  # ruleid: aws-port-open-to-internet
  cidr_ipv4   = "0.0.0.0/0"
}

resource "aws_s3_bucket_acl" "public" {
  # ruleid: aws-public-bucket
  acl = "public-read"
}

resource "aws_s3_bucket_acl" "private" {
  # ok: aws-public-bucket
  acl = "private"
}

resource "aws_s3_bucket_public_access_block" "uploads" {
  # ruleid: aws-bucket-guard-off
  block_public_acls = false
  # ok: aws-bucket-guard-off
  block_public_policy = true
}

# ruleid: aws-unencrypted-storage
resource "aws_db_instance" "plain" {
  # ruleid: aws-public-database
  publicly_accessible = true
}

# ok: aws-unencrypted-storage
resource "aws_db_instance" "replica" {
  replicate_source_db = aws_db_instance.plain.identifier
  # ok: aws-public-database
  publicly_accessible = false
}

data "aws_iam_policy_document" "rights" {
  statement {
    # ruleid: aws-full-access-granted
    actions   = ["*"]
    resources = ["*"]
  }
  statement {
    effect    = "Deny"
    # ok: aws-full-access-granted
    actions   = ["*"]
    resources = ["*"]
  }
  statement {
    # ok: aws-full-access-granted
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.jobs.arn]
    principals {
      type        = "AWS"
      # ruleid: aws-access-for-anyone
      identifiers = ["*"]
    }
  }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.jobs.arn]
    principals {
      type        = "*"
      # ok: aws-access-for-anyone
      identifiers = ["*"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.jobs.arn]
    }
  }
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    principals {
      type        = "*"
      # ok: aws-access-for-anyone
      identifiers = ["*"]
    }
  }
}

resource "aws_iam_policy" "encoded" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      # ruleid: aws-full-access-granted
      Action   = "*"
      Resource = "*"
    }]
  })
}

resource "aws_iam_policy" "text" {
  policy = <<EOF
{
  "Statement": [
    {
      "Effect": "Allow",
      # ruleid: aws-full-access-granted
      "Action": ["*"],
      "Resource": "*"
    }
  ]
}
EOF
}

resource "aws_s3_bucket_policy" "encoded" {
  policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        # ruleid: aws-access-for-anyone
        Principal = "*"
        Action    = "s3:GetObject"
      },
      {
        Effect    = "Deny"
        # ok: aws-access-for-anyone
        Principal = "*"
        Action    = "s3:*"
      },
      {
        Effect    = "Allow"
        # ok: aws-access-for-anyone
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = "s3:GetObject"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "all" {
  # ruleid: aws-full-access-granted
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role_policy_attachment" "some" {
  # ok: aws-full-access-granted
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_instance" "old" {
  metadata_options {
    # ruleid: aws-instance-credentials-exposed
    http_tokens = "optional"
  }
}

# ruleid: aws-instance-tokens-unset
resource "aws_instance" "unsaid" {
  iam_instance_profile = aws_iam_instance_profile.web.name
}

# ok: aws-instance-tokens-unset
resource "aws_instance" "new" {
  iam_instance_profile = aws_iam_instance_profile.web.name
  metadata_options {
    # ok: aws-instance-credentials-exposed
    http_tokens = "required"
  }
}

# ok: aws-instance-tokens-unset
resource "aws_instance" "without_role" {
  ami = "ami-1"
}

resource "aws_eks_cluster" "main" {
  vpc_config {
    # ruleid: aws-cluster-endpoint-open
    public_access_cidrs = ["0.0.0.0/0"]
  }
}

resource "aws_eks_cluster" "office" {
  vpc_config {
    # ok: aws-cluster-endpoint-open
    public_access_cidrs = [var.office]
  }
}

resource "aws_lambda_function_url" "open" {
  # ruleid: aws-function-without-login
  authorization_type = "NONE"
}

resource "aws_lambda_function_url" "closed" {
  # ok: aws-function-without-login
  authorization_type = "AWS_IAM"
}

resource "aws_vpc_endpoint" "s3" {
  policy = jsonencode({
    Statement = [
      # ok: aws-access-for-anyone
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" },
    ]
  })
}

resource "aws_eks_cluster" "open" {
  vpc_config {
    subnet_ids = var.subnets
    # ruleid: aws-cluster-endpoint-open
    endpoint_public_access = true
  }
}

# ruleid: aws-cluster-endpoint-open
resource "aws_eks_cluster" "left_open" {
  vpc_config {
    subnet_ids = var.subnets
  }
}

resource "aws_eks_cluster" "chosen" {
  vpc_config {
    # ok: aws-cluster-endpoint-open
    endpoint_public_access = true
    public_access_cidrs    = var.office_cidrs
  }
}

# ok: aws-cluster-endpoint-open
resource "aws_eks_cluster" "closed" {
  vpc_config {
    endpoint_public_access = false
  }
}

resource "aws_sqs_queue_policy" "one_of_many" {
  policy = <<JSON
    {
      "Statement": [{
        "Effect": "Allow",
        # ruleid: aws-access-for-anyone
        "Principal": { "AWS": ["arn:aws:iam::111122223333:role/shop", "*"] },
        "Action": "sqs:SendMessage"
      }]
    }
  JSON
}

resource "aws_sqs_queue_policy" "any_account" {
  policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      # ruleid: aws-access-for-anyone
      Principal = { AWS = "arn:aws:iam::*:role/shop" }
      Action    = "sqs:SendMessage"
    }]
  })
}

resource "aws_s3_access_point" "open" {
  public_access_block_configuration {
    # ok: aws-bucket-guard-off
    block_public_acls = true
  }
}

resource "aws_sagemaker_notebook_instance" "old" {
  instance_metadata_service_configuration {
    # ruleid: aws-instance-credentials-exposed
    minimum_instance_metadata_service_version = "1"
  }
}

resource "aws_lambda_permission" "anyone" {
  # ruleid: aws-access-for-anyone
  principal = "*"
}

resource "aws_lambda_permission" "organization" {
  # ok: aws-access-for-anyone
  principal        = "*"
  principal_org_id = var.organization
}
