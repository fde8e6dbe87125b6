// All widgets. Each draws itself and says what it is (src/semantics); screens use nothing else.
#pragma once

#include "ui/icons.h"
#include "ui/layout.h"
#include "ui/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/choices.h"
#include "ui/widgets/fields.h"
#include "ui/widgets/frame.h"
#include "ui/widgets/layers.h"
#include "ui/widgets/navigation.h"
#include "ui/widgets/progress.h"
#include "ui/widgets/surfaces.h"
#include "ui/widgets/table.h"
#include "ui/widgets/text.h"
