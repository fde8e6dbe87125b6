#include "ui/screens/as_left.h"

#include <utility>

#include "ui/platform.h"
#include "ui/widgets.h"

namespace parasol::screens {

bool draw_as_left(KeptForm& form, ui::Id first) {
    if (std::exchange(form.leads, false)) ui::focus(first);
    // Not in the frame of the press: the page gives a field what it had until then along with it.
    if (std::exchange(form.afresh, false)) return true;
    if (!form.as_left) return false;
    ui::Row row;
    ui::muted("As you left it.", ui::Type::small);
    form.afresh = ui::button("Start afresh", {.kind = ui::ButtonKind::quiet,
                                              .description = "Throws away what was typed here.",
                                              .small = true});
    if (form.afresh) ui::platform().wake();
    return false;
}

}  // namespace parasol::screens
