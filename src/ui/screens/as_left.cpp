#include "ui/screens/as_left.h"

#include <utility>

#include "ui/widgets.h"

namespace parasol::screens {

bool draw_as_left(KeptForm& form, ui::Id first) {
    if (std::exchange(form.leads, false)) ui::focus(first);
    if (!form.as_left) return false;
    ui::Row row;
    ui::muted("As you left it.", ui::Type::small);
    return ui::button("Start afresh", {.kind = ui::ButtonKind::quiet,
                                       .description = "Throws away what was typed here.",
                                       .small = true});
}

}  // namespace parasol::screens
