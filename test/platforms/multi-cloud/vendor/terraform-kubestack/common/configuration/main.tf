# Stand-in for common/configuration, see ../../README.md.

locals {
  base = var.configuration[var.base_key]

  # Per environment and attribute: does the attribute have members on both sides, so that they merge one by one?
  # Only objects and maps have keys; those of a list, a set, a string or null can't be asked for.
  merges = {
    for environment, attributes in var.configuration : environment => {
      for name in keys(attributes) : name => can(keys(attributes[name])) && can(keys(local.base[name]))
    }
  }

  # A map's key that is new in the environment and has no value there: the attribute is taken as it is written.
  gives_up = {
    for environment, attributes in var.configuration : environment => {
      for name in keys(attributes) : name => !local.merges[environment][name] ? false : anytrue([
        for key in keys(attributes[name]) :
        !contains(keys(local.base[name]), key) && (attributes[name][key] == null || try(attributes[name][key] == "", false))
      ])
    }
  }

  merged = {
    for environment, attributes in var.configuration : environment => {
      for name in keys(attributes) : name => [
        # 0: whole: a scalar, a list or a set, one side is missing, or a map that gives up
        [attributes[name], local.base[name]][(
          attributes[name] == null || try(attributes[name] == "", false) ? 1 : 0
        )],
        # 1: member by member
        !local.merges[environment][name] || local.gives_up[environment][name] ? null : {
          for key in setunion(keys(attributes[name]), keys(local.base[name])) : key => [
            try(attributes[name][key], null),
            try(local.base[name][key], null),
            ][(
              try(attributes[name][key], null) == null || try(attributes[name][key] == "", false) ? 1 : 0
          )]
        },
      ][local.merges[environment][name] && !local.gives_up[environment][name] ? 1 : 0]
    }
  }
}
