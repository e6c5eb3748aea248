modu
