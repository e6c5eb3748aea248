;;; kubestack-eglot.el --- Eglot for Kubestack platforms -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; For an init file: Eglot comes with Emacs 29, `terraform-mode' is a package.

;;; Code:

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((terraform-mode :language-id "terraform") . ("kubestack-language-server" "--stdio"))))
(add-hook 'terraform-mode-hook #'eglot-ensure)

(provide 'kubestack-eglot)
;;; kubestack-eglot.el ends here
