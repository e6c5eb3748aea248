list "aws_vpc" "all" {
  provider = aws
}
