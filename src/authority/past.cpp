#include "authority/past.h"

#include <map>
#include <utility>

#include "domain/visibility.h"

namespace parasol {

Past::Past(const std::vector<JournalRecord>& entries) {
    if (!entries.empty()) begins_ = entries.front().envelope.time;
    for (const JournalRecord& entry : entries) note(entry);
}

void Past::note(const JournalRecord& entry) {
    for (const Change& change : entry.written) {
        if (!has_past(change.scope.kind)) continue;
        const Row& row = change.after ? *change.after : *change.before;
        was_[change.scope].push_back({entry.envelope.time, {row.index(), row_id(row)}, change.before});
    }
}

void Past::take_back(ScopeChanges& changes, Instant at) const {
    const auto known = was_.find(changes.scope);
    if (known == was_.end()) return;
    // The oldest of what each row has been since.
    std::map<std::pair<std::size_t, Id>, const Was*> then;
    for (auto was = known->second.rbegin(); was != known->second.rend() && was->until > at; ++was) {
        then[{was->name.type, was->name.id}] = &*was;
    }
    std::erase_if(changes.rows, [&](const Row& row) { return then.count({row.index(), row_id(row)}) != 0; });
    std::erase_if(changes.deleted, [&](const RowName& row) { return then.count({row.type, row.id}) != 0; });
    for (const auto& [name, was] : then) {
        if (was->row) {
            changes.rows.push_back(*was->row);
        } else if (!changes.whole) {
            changes.deleted.push_back(was->name);
        }
    }
}

}  // namespace parasol
