// A configuration that OpenTofu 1.10 accepts and Terraform does not.

/** Texts by path. The sample needs no providers. */
export const OPEN_TOFU_SAMPLE: Readonly<Record<string, string>> = {
  'main.tofu': `terraform {
  required_version = ">= 1.10"

  required_providers {
    terraform = {
      source = "terraform.io/builtin/terraform"
    }
  }

  backend "local" {
    path = "\${local.state}.tfstate"
  }

  encryption {
    key_provider "pbkdf2" "passphrase" {
      passphrase = var.passphrase
    }

    method "aes_gcm" "own" {
      keys = key_provider.pbkdf2.passphrase
    }

    method "unencrypted" "migration" {}

    state {
      method   = method.aes_gcm.own
      enforced = false

      fallback {
        method = method.unencrypted.migration
      }
    }

    plan {
      method = method.aes_gcm.own
    }

    remote_state_data_sources {
      default {
        method = method.aes_gcm.own
      }
    }
  }
}

variable "passphrase" {
  type      = string
  default   = "correct-horse-battery-staple"
  sensitive = true
}

variable "modules" {
  type    = string
  default = "./modules"
}

variable "old" {
  type       = string
  default    = "a"
  deprecated = "Nothing uses it any more."
}

locals {
  state = "platform"
  kind  = "greeting"
  names = toset(["a", "b"])
}

module "computed" {
  source = "\${var.modules}/\${local.kind}"
  name   = "computed"
}

module "each" {
  source   = "\${var.modules}/\${local.kind}"
  for_each = local.names
  name     = each.key
}

removed {
  from = terraform_data.gone

  lifecycle {
    destroy = true
  }

  provisioner "local-exec" {
    when    = destroy
    command = "echo \${self.id}"
  }
}

resource "terraform_data" "encoded" {
  input = provider::terraform::encode_expr({ a = 1 })
}

output "greetings" {
  value = [module.computed.text, urldecode("a%20b"), cidrcontains("10.0.0.0/8", "10.1.2.3")]
}

output "left" {
  value      = local.names == null || contains(local.names, "a")
  deprecated = "Nothing reads it."
}
`,
  // Only Terraform reads this file: OpenTofu prefers `main.tofu`.
  'main.tf': `module "computed" {
  source = "./modules/for-terraform"
}
`,
  'main.tofutest.hcl': `run "greets" {
  command = plan

  assert {
    condition     = module.computed.text == "Hello, computed"
    error_message = "The greeting is another one."
  }
}
`,
  'modules/greeting/main.tf': `variable "name" {
  type = string
}

output "text" {
  value = "Hello, \${var.name}"
}
`,
};
