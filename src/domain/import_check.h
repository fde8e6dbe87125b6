// What is wrong with the rows of an import, and below which account each would be. The rule and the preview
// ask here, so that both say the same; the preview leaves to the authority what it cannot know.
#pragma once

#include <vector>

#include "domain/commands.h"
#include "domain/work.h"

namespace parasol {

struct ImportPlan {
    std::vector<ImportProblem> problems;  // by row, then by column; at most most_import_problems
    std::vector<AccountId> parents;       // of each row; none where it could not be found
};

// `base` is there, a base account and open. `found` are problems that reading the file found (csv_import.h):
// they are among the plan's, and a row whose kind could not be read is not judged by it. Notes in `work` what
// it misses; then the plan is not the last word.
//
// A parent is named by number or by third-party reference. A number goes first: that of a row, of the base,
// of an account below the base. A reference must fit one of these alone. Accounts elsewhere do not exist; nor
// do those below the base where `reaches_below` is false, as for whoever comes through a federation.
ImportPlan plan_import(Work& work, AccountId base, const std::vector<ImportRow>& rows,
                       const std::vector<ImportProblem>& found = {}, bool reaches_below = true);

// The preview: the problems that can be known from `held`. Perhaps fewer than the authority names,
// but a file that the authority would take has none.
std::vector<ImportProblem> check_import(const RowSet& held, AccountId base,
                                        const std::vector<ImportRow>& rows,
                                        const std::vector<ImportProblem>& found = {});

}  // namespace parasol
