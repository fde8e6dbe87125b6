#include "wire/row_patch.h"

#include <unordered_map>
#include <unordered_set>

namespace parasol {

void apply_patch(RowSet& rows, const RowPatch& patch) {
    for (const PulledScope& part : patch) {
        if (part.answer != ScopeAnswer::changes) rows.drop(part.scope);
        if (part.answer == ScopeAnswer::gone) continue;
        rows.hold(part.scope);
        for (const RowName& deleted : part.deleted) rows.erase(part.scope, deleted.type, deleted.id);
        for (const Row& row : part.rows) rows.put(part.scope, row);
    }
}

RowPatch patch_of(const ChangeSet& changes) {
    // Of several changes to one row the last counts, so rows are put and deleted in one part only where no
    // row is changed twice; a second change of a row begins a new part.
    RowPatch patch;
    struct Part {
        std::size_t at = 0;
        std::unordered_set<Id, IdHash> seen;
    };
    std::unordered_map<Scope, Part, ScopeHash> parts;
    for (const Change& change : changes) {
        const Row& image = change.after ? *change.after : *change.before;
        const Id id = row_id(image);
        auto [found, added] = parts.try_emplace(change.scope);
        Part& part = found->second;
        if (added || !part.seen.insert(id).second) {
            part.at = patch.size();
            part.seen.clear();
            part.seen.insert(id);
            patch.push_back({change.scope, ScopeAnswer::changes, {}, {}});
        }
        PulledScope& into = patch[part.at];
        if (change.after) {
            into.rows.push_back(*change.after);
        } else {
            into.deleted.push_back({image.index(), id});
        }
    }
    return patch;
}

RowPatch patch_dropping(const std::vector<Scope>& scopes) {
    RowPatch patch;
    patch.reserve(scopes.size());
    for (const Scope& scope : scopes) patch.push_back({scope, ScopeAnswer::gone, {}, {}});
    return patch;
}

PulledScope whole_scope(const RowSet& rows, const Scope& scope) {
    PulledScope answer{scope, ScopeAnswer::gone, {}, {}};
    if (const ScopeRows* held = rows.scope(scope)) {
        answer.answer = ScopeAnswer::whole;
        answer.rows = held->all();
    }
    return answer;
}

}  // namespace parasol
