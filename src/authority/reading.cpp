#include "authority/reading.h"

#include <utility>

namespace parasol {
namespace {

class ScopeReading {
  public:
    ScopeReading(ScopeSource& source, const ReadRequest& request, ReadAnswer& answer)
        : source_(source), request_(request), answer_(answer) {}

    void run() {
        for (const ScopeVersion& held : request_.changes) {
            auto changes = changed(held.scope, held.version);
            if (changes) answer_.changes.push_back(std::move(*changes));
        }
        for (const ReadRequest::Begun& begun : request_.begun) go_on(begun);
        if (in_parts()) read_parts();
        else read_whole();
    }

  private:
    bool of_past() const { return request_.as_of != 0; }
    bool in_parts() const { return request_.part_rows != 0 && !of_past(); }
    bool is_unknown(Version since) { return since < source_.horizon() || since > answer_.version; }
    bool has_changed(const Scope& scope, Version since) {
        return is_unknown(since) || source_.last_change(scope) > since;
    }
    std::size_t room() const { return request_.part_rows > rows_ ? request_.part_rows - rows_ : 0; }

    // Once something has had no room, of the others only whether there is anything. The first has room however large it
    // is, unless it can come in parts.
    std::optional<ScopeChanges> changed(const Scope& scope, Version since) {
        if (!of_past() && !has_changed(scope, since)) return std::nullopt;
        if (is_full_) {
            answer_.later.push_back(scope);
            return std::nullopt;
        }
        const bool unknown = is_unknown(since);
        const std::size_t most = in_parts() ? request_.most_rows + 1 : SIZE_MAX;
        ScopeChanges changes =
            unknown ? source_.rows_after(scope, RowName(), most) : source_.changes_since(scope, since);
        if (of_past()) source_.take_back(changes, answer_.as_of);
        const std::size_t count = changes.rows.size() + changes.deleted.size();
        if (!changes.whole && count == 0) return std::nullopt;
        const bool must_wait = rows_ > 0 || (unknown && in_parts());
        if (!of_past() && count > 0 && must_wait && rows_ + count > request_.most_rows) {
            is_full_ = true;
            answer_.later.push_back(scope);
            return std::nullopt;
        }
        rows_ += count;
        return changes;
    }

    void go_on(const ReadRequest::Begun& begun) {
        auto changes = changed(begun.scope, begun.version);
        // What comes later is asked for from its beginning.
        if (!answer_.later.empty() && answer_.later.back() == begun.scope) return;
        if (changes && changes->whole) return answer_.changes.push_back(std::move(*changes));
        ScopeChanges part = source_.rows_after(begun.scope, begun.after, room());
        rows_ += part.rows.size();
        part.whole = false;
        if (changes) {
            part.deleted = std::move(changes->deleted);
            part.rows.insert(part.rows.end(), std::make_move_iterator(changes->rows.begin()),
                             std::make_move_iterator(changes->rows.end()));
        }
        answer_.changes.push_back(std::move(part));
    }

    void read_parts() {
        for (const Scope& scope : request_.whole) {
            if (room() == 0) return;
            answer_.whole.push_back(source_.rows_after(scope, RowName(), room()));
            rows_ += answer_.whole.back().rows.size();
        }
    }

    // One at least where there is any room, however large it is: otherwise it would never come.
    void read_whole() {
        const bool has_room = rows_ < request_.most_rows;
        for (const Scope& scope : request_.whole) {
            ScopeChanges all = source_.rows_after(scope, RowName(), SIZE_MAX);
            rows_ += all.rows.size();
            if (rows_ > request_.most_rows && !(has_room && answer_.whole.empty())) return;
            if (of_past()) source_.take_back(all, answer_.as_of);
            answer_.whole.push_back(std::move(all));
        }
    }

    ScopeSource& source_;
    const ReadRequest& request_;
    ReadAnswer& answer_;
    std::size_t rows_ = 0;
    bool is_full_ = false;
};

}  // namespace

void read_scopes(ScopeSource& source, const ReadRequest& request, ReadAnswer& answer) {
    ScopeReading(source, request, answer).run();
}

void cut_part(ScopeChanges& part, const RowName& after, std::size_t most) {
    if (part.rows.size() <= most) return;
    part.rows.resize(most);
    part.after = most == 0 ? after : RowName{part.rows.back().index(), row_id(part.rows.back())};
}

}  // namespace parasol
