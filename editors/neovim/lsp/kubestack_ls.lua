---@brief
---
--- https://github.com/vscode-kubestack/vscode-kubestack
---
--- Language server for Kubestack platforms: Terraform and OpenTofu repositories whose modules have a `configuration` for each environment.
---
--- `kubestack-language-server` can be installed via `npm`:
--- ```sh
--- npm install -g kubestack
--- ```
---
--- Beside `terraformls` or `tofu_ls`, leave to it what is plain Terraform:
--- ```lua
--- vim.lsp.config('kubestack_ls', {
---   init_options = { alongside = { 'hashicorp.terraform' } },
--- })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'kubestack-language-server', '--stdio' },
  filetypes = { 'terraform', 'terraform-vars', 'opentofu', 'opentofu-vars' },
  root_markers = { '.git' },
}
