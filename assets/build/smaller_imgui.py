"""Dear ImGui's imgui.cpp without what the page never uses: smaller_imgui.py FROM TO.

Each of these calls does nothing here: windows are neither resized by hand nor chosen with Ctrl+Tab, keyboard navigation
is the browser's, no settings file is written, and a missing End is a bug that native builds assert. Without the calls
the linker drops what they lead to: 7 KB of what a first visit downloads.
"""
import sys

NOTHING = [
    "\n    UpdateSettings();\n",
    "\n    NavUpdateWindowing();\n",
    "\n        NavUpdateWindowingOverlay();\n",
    "\n    NavUpdateCreateMoveRequest();\n",
    "\n    UpdateDebugToolItemPicker();\n    UpdateDebugToolStackQueries();\n    UpdateDebugToolFlashStyleColor();\n",
    "\n        ErrorRecoveryTryToRecoverState(&g.StackSizesInNewFrame);\n",
    "\n        ErrorRecoveryTryToRecoverWindowState(&window_stack_data.StackSizesInBegin);\n",
]
NONE_RESIZED = ("UpdateWindowManualResize(window, size_auto_fit, &border_hovered, &border_held, resize_grip_count, "
                "&resize_grip_col[0], visibility_rect)")

source, target = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    text = file.read()
# An empty statement, since some are all that an `if` has.
for call, instead in [(call, "\n;\n") for call in NOTHING] + [(NONE_RESIZED, "0")]:
    if text.count(call) != 1:
        sys.exit(f"{source} is another version: it does not have this once, so it cannot be left out: {call.strip()}")
    text = text.replace(call, instead)
with open(target, "w", encoding="utf-8") as file:
    file.write(text)
