//! Starts the language server and the MCP server: the one on the PATH, else the npm package.
use std::{env, fs};

use zed_extension_api::{
    self as zed, serde_json, settings::LspSettings, Command, ContextServerId, LanguageServerId,
    LanguageServerInstallationStatus as Status, Project, Result, Worktree,
};

const PROGRAM: &str = "kubestack-language-server";
const PACKAGE: &str = "kubestack";
const SCRIPT: &str = "node_modules/kubestack/dist/server.js";

struct Kubestack {
    /// Whether this session has looked for a newer package.
    is_current: bool,
}

impl Kubestack {
    /// The path of the server's script, installed or updated first. Without a network an older one is used.
    fn script(&mut self, id: Option<&LanguageServerId>) -> Result<String> {
        let report = |status: &Status| {
            if let Some(id) = id {
                zed::set_language_server_installation_status(id, status);
            }
        };
        let is_installed = || fs::metadata(SCRIPT).is_ok_and(|file| file.is_file());
        if !(self.is_current && is_installed()) {
            report(&Status::CheckingForUpdate);
            let updated = zed::npm_package_latest_version(PACKAGE).and_then(|latest| {
                if zed::npm_package_installed_version(PACKAGE)?.as_deref() == Some(&latest) {
                    return Ok(());
                }
                report(&Status::Downloading);
                zed::npm_install_package(PACKAGE, &latest)
            });
            if !is_installed() {
                updated?;
                return Err(format!("The package {PACKAGE} has no {SCRIPT}."));
            }
            report(&Status::None);
            self.is_current = true;
        }
        let folder = env::current_dir().map_err(|error| error.to_string())?;
        Ok(folder.join(SCRIPT).to_string_lossy().into_owned())
    }
}

impl zed::Extension for Kubestack {
    fn new() -> Self {
        Self { is_current: false }
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        if let Some(command) = worktree.which(PROGRAM) {
            return Ok(Command { command, args: vec!["--stdio".into()], env: worktree.shell_env() });
        }
        Ok(Command {
            command: zed::node_binary_path()?,
            args: vec![self.script(Some(id))?, "--stdio".into()],
            env: Vec::new(),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| serde_json::json!({ "kubestack": settings })))
    }

    fn context_server_command(&mut self, _id: &ContextServerId, _project: &Project) -> Result<Command> {
        Ok(Command {
            command: zed::node_binary_path()?,
            args: vec![self.script(None)?, "mcp".into()],
            env: Vec::new(),
        })
    }
}

zed::register_extension!(Kubestack);
