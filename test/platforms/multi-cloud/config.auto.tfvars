base_domain        = "platform.halvard.example"
kubernetes_version = "1.31"

office_networks = {
  bergen  = "185.71.208.0/24"
  hamburg = "212.24.96.0/22"
  vpn     = "198.51.100.17/32"
}
