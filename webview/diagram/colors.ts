/** The editor's colors for the diagram, which follow the theme automatically. */
import { diagramStyle } from '../../common/diagram/style';

/** Adds the diagram's style to the page. Style sheets from scripts need no exception in the content security policy. */
export function addPictureStyle(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    diagramStyle({
      font: 'var(--vscode-font-family)',
      background: 'var(--vscode-editor-background)',
      text: 'var(--vscode-editor-foreground, var(--vscode-foreground))',
      muted: 'var(--vscode-descriptionForeground, var(--vscode-foreground))',
      border: 'var(--vscode-contrastBorder, var(--vscode-editorWidget-border, var(--vscode-descriptionForeground)))',
      environment: 'var(--vscode-sideBar-background, var(--vscode-editor-background))',
      card: 'var(--vscode-editor-background)',
      part: 'var(--vscode-editorWidget-background, var(--vscode-editor-background))',
      accent: 'var(--vscode-charts-orange, var(--vscode-foreground))',
    }),
  );
  document.adoptedStyleSheets.push(sheet);
}
