base_domain = "k8s.brightmill.example"
