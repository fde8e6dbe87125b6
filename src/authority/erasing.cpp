// What is left of an erased person after the commit that erased them: their name in rows of others and in the journal.
// The journal is walked from its beginning, a part at a time; rows that an entry shows to have the name are rewritten,
// and then the entry itself. What that writes is at the journal's end, which is walked too, until nothing new is there.
// An ErasureRow is there until then: whoever starts over the database goes on with it, from the beginning, since doing
// it again changes nothing.
#include <map>
#include <tuple>

#include "authority/engine.h"

namespace parasol {
namespace {

constexpr std::size_t entries_at_a_time = 100;
constexpr Duration again = 30 * one_second;

}  // namespace

struct Authority::Engine::Erasing {
    using Key = std::tuple<Scope, std::size_t, Id>;

    Erased who;
    Instant at = 0;
    std::int64_t next = 1;  // entry
    bool told = false;      // what others were told has been looked through
    bool blank = false;     // the note has no name any more
    // Rows that have had the name; true: by what they did themselves.
    std::map<Key, bool> known;

    // True where the entry had anything of them.
    bool forget_in(JournalRecord& entry, std::vector<Trace>& traces);

  private:
    struct Origin {
        bool own;    // the authority's own doing
        bool by;     // a command of theirs
        bool later;  // than the erasure
    };
    bool forget_in(Change& change, const Origin& origin, std::vector<Trace>& traces);
};

bool Authority::Engine::Erasing::forget_in(Change& change, const Origin& origin, std::vector<Trace>& traces) {
    const Row& any = change.after ? *change.after : *change.before;
    const RowName name{any.index(), row_id(any)};
    Scope scope = change.scope;
    const bool renamed = forget(scope, who);
    const Key key{scope, name.type, name.id};
    const auto found = known.find(key);
    // By this very walk, before it began anew or in the place of somebody else's old image.
    const bool done_before = change.after && is_forgotten(*change.after, scope, who);
    const bool own = scope.id == who.person || (origin.own && done_before);
    // An address may be somebody's again who is invited anew: that is another row.
    if (origin.later && found == known.end() && !own) return false;
    const bool written = origin.by || (origin.own && done_before) || (found != known.end() && found->second);
    bool changed = renamed;
    if (change.before) changed = forget(*change.before, scope, who, written) || changed;
    if (change.after) changed = forget(*change.after, scope, who, written) || changed;
    if (changed || done_before) known[key] = written;
    if (renamed) change.scope = scope;
    // What rows are now is what an entry wrote last; those of key scopes have gone already.
    if (changed && !is_key(scope.kind)) traces.push_back({scope, name, written});
    return changed;
}

bool Authority::Engine::Erasing::forget_in(JournalRecord& entry, std::vector<Trace>& traces) {
    const Envelope& envelope = entry.envelope;
    // Of a new database's first rows it is not known who wrote them: the name has to do.
    const bool by = entry.own ? entry.number == 1 : envelope.person == who.person;
    const Origin origin{entry.own, by, envelope.time > at};
    bool changed = !origin.later && forget(entry.envelope.command, who);
    std::vector<AccountId> accounts = {envelope.account};
    for (Change& change : entry.written) {
        if (!forget_in(change, origin, traces)) continue;
        changed = true;
        const Row& any = change.after ? *change.after : *change.before;
        if (const auto* invitation = std::get_if<InvitationRow>(&any)) accounts.push_back(invitation->account);
    }
    if (entry.own || (!by && !changed)) return changed;
    for (const AccountId& account : accounts) {
        if (account.is_none()) continue;
        traces.push_back({activity_scope(account, utc_month(envelope.time)), {}, by, envelope.time});
    }
    return changed;
}

void Authority::Engine::erase_person(std::string session, const std::string& email, Done done) {
    auto job = make_erase_person_job(desk_, std::move(session), email);
    run(std::move(job), guarded([done = std::move(done)](Engine& self, Reply reply) {
            self.look_for_erasures();  // also where it is not known whether it was written
            done(std::move(reply));
        }));
}

void Authority::Engine::look_for_erasures() {
    if (!options_.keeper) return;
    const auto found = std::make_shared<std::vector<ErasureRow>>();
    const auto visit = [found](const Scope&, const ScopeRows& rows) {
        rows.each<ErasureRow>([&](const ErasureRow& row) { found->push_back(row); });
        return true;
    };
    desk_.database.scan(ScopeKind::key_erasure, visit, guarded([found](Engine& self, DatabaseError error) {
                            if (error != DatabaseError::none) return self.erase_again_later();
                            for (const ErasureRow& row : *found) self.erase_traces(row);
                        }));
}

void Authority::Engine::erase_traces(const ErasureRow& row) {
    for (const auto& other : erasings_) {
        if (other->who.person == row.id) return;
    }
    const auto erasing = std::make_shared<Erasing>();
    erasing->who = {row.id, row.name, row.email};
    erasing->at = row.at;
    erasing->blank = row.email.empty();
    erasing->told = erasing->blank;
    erasings_.push_back(erasing);
    if (erasings_.size() == 1) desk_.clock.after(0, guarded([](Engine& self) { self.next_traces(); }));
}

void Authority::Engine::next_traces() {
    desk_.database.journal(erasings_.front()->next, entries_at_a_time,
                           guarded([](Engine& self, DatabaseError error, std::vector<JournalRecord> entries) {
                               if (error != DatabaseError::none) return self.erase_again_later();
                               if (entries.empty()) return self.end_traces();
                               self.take_traces(std::move(entries));
                           }));
}

void Authority::Engine::take_traces(std::vector<JournalRecord> entries) {
    const auto& erasing = erasings_.front();
    std::vector<JournalRecord> amended;
    std::vector<Trace> traces;
    erasing->next = entries.back().number + 1;
    for (JournalRecord& entry : entries) {
        if (erasing->forget_in(entry, traces)) amended.push_back(std::move(entry));
    }
    if (traces.empty()) return amend(std::move(amended), {}, [](Engine& self) { self.next_traces(); });
    run(make_forget_job(erasing->who, std::move(traces)),
        guarded([amended = std::move(amended)](Engine& self, const Reply& reply) {
            if (std::holds_alternative<Refusing>(reply)) return self.erase_again_later();
            self.amend(amended, {}, [](Engine& engine) { engine.next_traces(); });
        }));
}

void Authority::Engine::amend(std::vector<JournalRecord> entries, std::vector<Scope> forgotten,
                              Callback<void(Engine&)> then) {
    // Others are answered before it goes on.
    const auto go_on = [then = std::move(then)](Engine& self) {
        self.desk_.clock.after(0, self.guarded([then](Engine& engine) { then(engine); }));
    };
    if (entries.empty() && forgotten.empty()) return go_on(*this);
    options_.keeper->amend(std::move(entries), std::move(forgotten),
                           guarded([go_on](Engine& self, DatabaseError error) {
                               if (error != DatabaseError::none) return self.erase_again_later();
                               go_on(self);
                           }));
}

// The journal's end is reached. What is done here adds to it, but for the last.
void Authority::Engine::end_traces() {
    const std::shared_ptr<Erasing> erasing = erasings_.front();
    const Erased& who = erasing->who;
    const auto walk_on = guarded([](Engine& self, const Reply& reply) {
        if (std::holds_alternative<Refusing>(reply)) return self.erase_again_later();
        self.next_traces();
    });
    if (!erasing->told) {
        erasing->told = true;
        const auto traces = std::make_shared<std::vector<Trace>>();
        const auto visit = [traces, who](const Scope& scope, const ScopeRows& rows) {
            rows.each<NoticeRow>([&](const NoticeRow& row) {
                Row changed = row;
                if (!forget(changed, scope, who, false)) return;
                traces->push_back({scope, {row_type<NoticeRow>, row.id}});
            });
            return true;
        };
        desk_.database.scan(ScopeKind::inbox, visit,
                            guarded([erasing, traces, walk_on](Engine& self, DatabaseError error) {
                                if (error != DatabaseError::none) return self.erase_again_later();
                                for (const Trace& trace : *traces) {
                                    erasing->known[{trace.scope, trace.row.type, trace.row.id}] = false;
                                }
                                self.run(make_forget_job(erasing->who, std::move(*traces)), walk_on);
                            }));
    } else if (!erasing->blank) {
        erasing->blank = true;
        amend({}, {invited_scope(who.email), email_key(who.email)}, [walk_on, person = who.person](Engine& self) {
            self.run(make_end_erasure_job(person), walk_on);
        });
    } else {
        run(make_end_erasure_job(who.person), guarded([](Engine& self, const Reply& reply) {
                if (std::holds_alternative<Refusing>(reply)) return self.erase_again_later();
                self.erasings_.pop_front();
                if (!self.erasings_.empty()) self.next_traces();
            }));
    }
}

void Authority::Engine::erase_again_later() {
    desk_.clock.after(again, guarded([](Engine& self) {
                          self.erasings_.clear();
                          self.look_for_erasures();
                      }));
}

}  // namespace parasol
