"""Chromium by keyboard alone; what a person sees is asked of the browser, never of the source."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

COMPLAINTS = """
window.complaints = [];
addEventListener('error', event => complaints.push(event.message));
addEventListener('securitypolicyviolation', event => complaints.push(event.violatedDirective));
"""
MIDDLE = """
const seen = [...document.querySelectorAll(arguments[0])].find(e => e.checkVisibility());
seen.scrollIntoView({block: 'center', behavior: 'instant'});
const {left, top, width, height} = seen.getBoundingClientRect();
return [left + width / 2, top + height / 2];
"""
WITHOUT_WHAT_IS_HIDDEN = """
[...document.querySelectorAll('section, article')].filter(e => !e.checkVisibility()).forEach(e => e.remove());
"""
"""What is not shown is judged by nobody; three languages of it would take the judge ten seconds a page."""


class Browser:
    """One browser for all tests; each opens its page anew."""

    def __init__(self, binary: str, driver: str) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = binary
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
            options.add_argument(argument)
        self._driver = webdriver.Chrome(options=options, service=Service(driver))
        self._command("Page.addScriptToEvaluateOnNewDocument", source=COMPLAINTS)
        self._command("Network.enable")
        self._command(
            "Network.emulateNetworkConditions",
            offline=True,
            latency=0,
            downloadThroughput=0,
            uploadThroughput=0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._driver.quit()

    def open(
        self,
        file: Path,
        place: str = "",
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        media: str = "",
        script: bool = True,
    ) -> None:
        """Open a file as a person with this screen and these wishes would see it."""
        self._command("Emulation.setScriptExecutionDisabled", value=not script)
        self.look(width=width, height=height, dark=dark, media=media)
        self._driver.get("about:blank")
        self._driver.get(f"{file.as_uri()}{place}")

    def look(
        self, *, width: int, height: int = 800, dark: bool = False, media: str = "", still: bool = True
    ) -> None:
        self._command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
        ]
        self._command("Emulation.setEmulatedMedia", media=media, features=features)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            ActionChains(self._driver).send_keys(key).perform()

    def tap(self, selector: str) -> None:
        """Touch the middle of what matches and can be seen, scrolled to where a thumb reaches it."""
        x, y = self.ask(MIDDLE, selector)
        self._command("Emulation.setTouchEmulationEnabled", enabled=True)
        self._command("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self._command("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def press_together(self, held: str, key: str) -> None:
        ActionChains(self._driver).key_down(held).send_keys(key).key_up(held).perform()

    def tab_to(self, text: str, *, within: int = 60) -> None:
        """Press Tab until what has the focus reads *text*."""
        for _ in range(within):
            self.press(Keys.TAB)
            if self.focused() == text:
                return
        raise AssertionError(f"Tab never came to {text!r}")

    def focused(self) -> str:
        """The words of what has the focus."""
        return str(self.ask("const e = document.activeElement; return (e.innerText || e.value || '').trim()"))

    def ask(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 (whatever the page answers)
        return self._driver.execute_script(script, *arguments)

    def shown(self, selector: str) -> list[str]:
        """The words of all that matches and can be seen, in order."""
        script = (
            "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility())"
            ".map(e => e.innerText.trim())"
        )
        return [str(text) for text in self.ask(script, selector)]

    def judge(self, axe: Path, rules: list[str] | None = None) -> list[str]:
        """What axe-core finds wrong with what can be seen now, however grave."""
        self.ask(WITHOUT_WHAT_IS_HIDDEN)
        only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
        script = (
            axe.read_text("utf-8")
            + ";axe.run(document, arguments[0]).then(found => arguments[1](found.violations"
            ".map(each => `${each.impact} ${each.id}: ${each.nodes[0].html}`)))"
        )
        found = self._driver.execute_async_script(script, only)
        return [str(each) for each in found]

    def run_async(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 (likewise)
        return self._driver.execute_async_script(script, *arguments)

    def _command(self, name: str, **parameters: object) -> None:
        self._driver.execute_cdp_cmd(name, parameters)
