/** The editor's colors for the picture. They follow the theme by themselves. */
import { diagramStyle } from '../../common/diagram/style';

/** Adds the picture's style to the page. A style sheet that a script makes needs no exception in the content security policy. */
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
