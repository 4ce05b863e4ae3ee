resource "aws_workspaces_workspace" "desk" {
  # ruleid: aws-encryption-turned-off
  root_volume_encryption_enabled = false
  # ok: aws-encryption-turned-off
  user_volume_encryption_enabled = true
}

resource "aws_sqs_queue" "orders" {
  # ruleid: aws-encryption-turned-off
  sqs_managed_sse_enabled = false
}

resource "aws_dax_cluster" "cache" {
  server_side_encryption {
    # ruleid: aws-encryption-turned-off
    enabled = false
  }
  # ruleid: aws-unencrypted-connections
  cluster_endpoint_encryption_type = "NONE"
}

resource "aws_ebs_encryption_by_default" "disks" {
  # ruleid: aws-encryption-turned-off
  enabled = false
}

resource "aws_kinesis_stream" "clicks" {
  # ruleid: aws-encryption-turned-off
  encryption_type = "NONE"
}

resource "aws_codebuild_project" "shop" {
  artifacts {
    # ruleid: aws-encryption-turned-off
    encryption_disabled = true
  }
}

resource "aws_glue_security_configuration" "reports" {
  encryption_configuration {
    s3_encryption {
      # ruleid: aws-encryption-turned-off
      s3_encryption_mode = "DISABLED"
    }
    job_bookmarks_encryption {
      # ok: aws-encryption-turned-off
      job_bookmarks_encryption_mode = "CSE-KMS"
    }
  }
}

resource "aws_emr_security_configuration" "reports" {
  configuration = <<JSON
    {
      "EncryptionConfiguration": {
        # ruleid: aws-unencrypted-connections
        "EnableInTransitEncryption": false,
        # ruleid: aws-encryption-turned-off
        "EnableAtRestEncryption": false
      }
    }
  JSON
}

resource "aws_emr_security_configuration" "more_reports" {
  configuration = jsonencode({
    EncryptionConfiguration = {
      # ok: aws-unencrypted-connections
      EnableInTransitEncryption = true
      # ruleid: aws-encryption-turned-off
      EnableAtRestEncryption = false
    }
  })
}

# ruleid: aws-encryption-unset
resource "aws_sns_topic" "orders" {
  name = "orders"
}

# ok: aws-encryption-unset
resource "aws_sns_topic" "returns" {
  kms_master_key_id = "alias/aws/sns"
}

# ruleid: aws-encryption-unset
resource "aws_kinesis_stream" "orders" {
  shard_count = 1
}

# ruleid: aws-encryption-unset
resource "aws_dax_cluster" "plain" {
  replication_factor = 1
}

# ruleid: aws-encryption-unset
resource "aws_kinesis_firehose_delivery_stream" "plain" {
  destination = "extended_s3"
}

# ok: aws-encryption-unset
resource "aws_kinesis_firehose_delivery_stream" "behind_a_stream" {
  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.orders.arn
  }
}

# ruleid: aws-encryption-unset
resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id = "sessions"
}

# ruleid: aws-encryption-unset
resource "aws_opensearch_domain" "search" {
  domain_name = "search"
}

# ruleid: aws-encryption-unset
resource "aws_workspaces_workspace" "other_desk" {
  bundle_id = var.bundle
}

resource "aws_opensearch_domain" "plain" {
  encrypt_at_rest {
    enabled = true
  }
  node_to_node_encryption {
    # ruleid: aws-unencrypted-connections
    enabled = false
  }
}

resource "aws_msk_cluster" "events" {
  encryption_info {
    encryption_in_transit {
      # ruleid: aws-unencrypted-connections
      client_broker = "TLS_PLAINTEXT"
      # ruleid: aws-unencrypted-connections
      in_cluster = false
    }
  }
}

resource "aws_msk_cluster" "orders" {
  encryption_info {
    encryption_in_transit {
      # ok: aws-unencrypted-connections
      client_broker = "TLS"
    }
  }
}

resource "aws_memorydb_cluster" "sessions" {
  # ruleid: aws-unencrypted-connections
  tls_enabled = false
}

resource "aws_dms_endpoint" "old" {
  # ruleid: aws-unencrypted-connections
  ssl_mode = "none"
}

resource "aws_ecs_task_definition" "shop" {
  volume {
    efs_volume_configuration {
      # ruleid: aws-unencrypted-connections
      transit_encryption = "DISABLED"
    }
  }
}

resource "aws_transfer_server" "partners" {
  # ruleid: aws-unencrypted-connections
  protocols = ["SFTP", "FTP"]
  # ruleid: aws-weak-tls-protocols
  security_policy_name = "TransferSecurityPolicy-2018-11"
}

resource "aws_db_parameter_group" "shop" {
  parameter {
    name  = "rds.force_ssl"
    # ruleid: aws-unencrypted-connections
    value = "0"
  }
  parameter {
    name  = "log_connections"
    # ok: aws-unencrypted-connections
    value = "0"
  }
}

resource "aws_redshift_parameter_group" "reports" {
  parameter {
    name  = "require_ssl"
    # ok: aws-unencrypted-connections
    value = "true"
  }
}

resource "aws_cloudfront_distribution" "shop" {
  origin {
    custom_origin_config {
      # ruleid: aws-weak-tls-protocols
      origin_ssl_protocols = ["TLSv1.2", "TLSv1"]
    }
  }
  origin {
    custom_origin_config {
      # ok: aws-weak-tls-protocols
      origin_ssl_protocols = ["TLSv1.2"]
    }
  }
}

resource "aws_load_balancer_policy" "old" {
  policy_attribute {
    # ruleid: aws-weak-tls-protocols
    name  = "Protocol-TLSv1.1"
    value = "true"
  }
  policy_attribute {
    # ok: aws-weak-tls-protocols
    name  = "Protocol-TLSv1"
    value = "false"
  }
}

resource "aws_api_gateway_method_settings" "all" {
  settings {
    # ruleid: aws-requests-kept-whole
    data_trace_enabled = true
  }
}

resource "aws_lb" "shop" {
  # ruleid: aws-requests-read-two-ways
  desync_mitigation_mode = "monitor"
  # ruleid: aws-requests-read-two-ways
  drop_invalid_header_fields = false
}

resource "aws_lb" "orders" {
  # ok: aws-requests-read-two-ways
  drop_invalid_header_fields = true
}

# ruleid: aws-log-can-be-forged
resource "aws_cloudtrail" "all" {
  name = "all"
}

resource "aws_cloudtrail" "some" {
  # ruleid: aws-log-can-be-forged
  enable_log_file_validation = false
}

resource "aws_ecr_repository" "shop" {
  # ruleid: aws-image-tag-can-change
  image_tag_mutability = "MUTABLE"
}

resource "aws_sagemaker_notebook_instance" "research" {
  # ruleid: aws-notebook-open
  direct_internet_access = "Enabled"
}

resource "aws_lambda_function" "old" {
  # ruleid: aws-runtime-without-updates
  runtime = "python3.8"
}

resource "aws_lambda_function" "new" {
  # ok: aws-runtime-without-updates
  runtime = "python3.13"
}
