import { addCopyButtons } from "./add-copy-buttons.ts";
import { addFilter } from "./add-filter.ts";
import { addThemeButton } from "./add-theme-button.ts";
import { openForPrint, openTarget } from "./open-details.ts";

addThemeButton();
for (const claims of document.querySelectorAll<HTMLElement>(".claims")) addFilter(claims);
addCopyButtons();
openForPrint();
openTarget();
