;;; lsp-kubestack.el --- lsp-mode client for Kubestack platforms -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0
;; URL: https://github.com/vscode-kubestack/vscode-kubestack
;; Package-Requires: ((emacs "27.1") (lsp-mode "8.0.0"))

;;; Commentary:

;; What every environment of a Kubestack platform gets, with checks, completion and navigation.
;; Install the server with `npm install -g kubestack'.  It works beside another server for Terraform.

;;; Code:

(require 'lsp-mode)

(defgroup lsp-kubestack nil
  "Settings of the Kubestack language server."
  :group 'lsp-mode
  :link '(url-link "https://github.com/vscode-kubestack/vscode-kubestack"))

(defcustom lsp-kubestack-server-command '("kubestack-language-server" "--stdio")
  "Command that starts the server."
  :type '(repeat string)
  :group 'lsp-kubestack)

(defcustom lsp-kubestack-alongside nil
  "Extensions whose server runs beside this one, such as \"hashicorp.terraform\".
What is plain Terraform is left to them."
  :type '(lsp-repeatable-vector string)
  :group 'lsp-kubestack)

(defun lsp-kubestack--language-id (buffer)
  "The language id of the file of BUFFER."
  (if (string-suffix-p ".tfvars" (or (buffer-file-name buffer) "")) "terraform-vars" "terraform"))

(lsp-register-client
 (make-lsp-client
  :new-connection (lsp-stdio-connection (lambda () lsp-kubestack-server-command))
  :activation-fn (lambda (file-name _mode) (string-match-p "\\.\\(?:tf\\|tofu\\|tfvars\\)\\'" file-name))
  :language-id #'lsp-kubestack--language-id
  :initialization-options (lambda () `(:alongside ,(vconcat lsp-kubestack-alongside)))
  :add-on? t
  :server-id 'kubestack))

(provide 'lsp-kubestack)
;;; lsp-kubestack.el ends here
