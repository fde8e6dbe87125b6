// What a form says that opens with what was typed before.
#pragma once

#include "ui/drafts.h"
#include "ui/widgets/frame.h"

namespace parasol::screens {

// Above a form's fields: "As you left it." where it opened so, and true once "Start afresh" was pressed. Also gives
// the first field the focus where the form leads there.
bool draw_as_left(KeptForm& form, ui::Id first);

}  // namespace parasol::screens
