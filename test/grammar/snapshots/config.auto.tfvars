base_domain = "platform.example.com"
clusters = {
  eks_zero = {
    apps = {
      cluster_min_size = "1"
    }
    ops = {}
  }
}
zones = ["1", "2"] # strings
