resource "aws_cloudtrail" "off" {
  enable_log_file_validation = true
  # ruleid: aws-audit-log-off
  enable_logging = true
}

resource "aws_cloudtrail" "on" {
  enable_log_file_validation = true
  # ok: aws-audit-log-off
  enable_logging = true
}

resource "aws_api_gateway_method_settings" "all" {
  settings {
    # ruleid: aws-requests-kept-whole
    data_trace_enabled = false
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
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_sagemaker_notebook_instance" "research" {
  # ruleid: aws-notebook-open
  direct_internet_access = "Disabled"
}

resource "aws_lambda_function" "old" {
  # ruleid: aws-runtime-without-updates
  runtime = "python3.8"
}

resource "aws_lambda_function" "new" {
  # ok: aws-runtime-without-updates
  runtime = "python3.13"
}

resource "aws_api_gateway_method_settings" "quiet" {
  settings {
    # ok: aws-requests-kept-whole
    data_trace_enabled = false
  }
}

# ok: aws-log-can-be-forged
resource "aws_cloudtrail" "signed" {
  enable_log_file_validation = true
}

resource "aws_ecr_repository" "fixed" {
  # ok: aws-image-tag-can-change
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_sagemaker_notebook_instance" "inside" {
  # ok: aws-notebook-open
  direct_internet_access = "Disabled"
}
