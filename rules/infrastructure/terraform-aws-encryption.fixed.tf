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

# ok: aws-unencrypted-storage
resource "aws_rds_cluster" "given" {
  storage_encrypted = var.encrypted
}

resource "aws_ebs_volume" "plain" {
  # ruleid: aws-unencrypted-storage
  encrypted = false
}

resource "aws_elasticsearch_domain" "plain" {
  encrypt_at_rest {
    # ruleid: aws-unencrypted-storage
    enabled = false
  }
  domain_endpoint_options {
    # ruleid: aws-unencrypted-traffic-allowed
    enforce_https       = false
    # ruleid: aws-weak-tls-version
    tls_security_policy = "Policy-Min-TLS-1-0-2019-07"
  }
}

# ruleid: aws-key-rotation-off
resource "aws_kms_key" "unsaid" {
  description = "data"
}

resource "aws_kms_key" "off" {
  # ruleid: aws-key-rotation-off
  enable_key_rotation = false
}

# ok: aws-key-rotation-off
resource "aws_kms_key" "signing" {
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "ECC_NIST_P256"
}

resource "aws_lb_listener" "plain" {
  port     = 80
  # ruleid: aws-unencrypted-traffic-allowed
  protocol = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

resource "aws_lb_listener" "redirecting" {
  port     = 80
  # ok: aws-unencrypted-traffic-allowed
  protocol = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "encrypted" {
  # ok: aws-unencrypted-traffic-allowed
  protocol   = "HTTPS"
  # ruleid: aws-weak-tls-version
  ssl_policy = "ELBSecurityPolicy-2016-08"
}

resource "aws_cloudfront_distribution" "site" {
  default_cache_behavior {
    # ruleid: aws-unencrypted-traffic-allowed
    viewer_protocol_policy = "redirect-to-https"
  }
  ordered_cache_behavior {
    # ok: aws-unencrypted-traffic-allowed
    viewer_protocol_policy = "redirect-to-https"
  }
  viewer_certificate {
    # ok: aws-weak-tls-version
    minimum_protocol_version = "TLSv1.2_2021"
  }
}

resource aws_elb "old" {
  listener {
    # ruleid: aws-unencrypted-traffic-allowed
    lb_protocol = "http"
  }
  listener {
    # ok: aws-unencrypted-traffic-allowed
    lb_protocol = "https"
  }
}

resource "aws_load_balancer_policy" "by_name" {
  policy_attribute {
    name = "Reference-Security-Policy"
    # ruleid: aws-weak-tls-version
    value = "ELBSecurityPolicy-2016-08"
  }
}

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
