#include "replica/core.h"
#include "wire/json_fields.h"

namespace parasol {
namespace {

constexpr int most_waits = 20;
constexpr Duration wait_between = 100;
constexpr std::int64_t export_format = 1;

struct ExportFile {
    std::string what;  // so that a person who opens the file sees what it is
    std::int64_t format = 0;
    PersonId person;
    std::vector<Envelope> commands;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("what", self.what);
        visit("format", self.format);
        visit("person", self.person);
        visit("commands", self.commands);
    }
};

}  // namespace

std::string Replica::Core::export_pending() const {
    ExportFile file;
    file.what = "Parasol: commands that are not synchronised";
    file.format = export_format;
    file.person = identity_.person;
    for (std::size_t index = 0; index < pending_.size(); ++index) {
        file.commands.push_back(pending_.at(index).envelope);
    }
    return encode_fields(file);
}

ImportResult Replica::Core::import_export(const std::string& text) {
    const auto file = decode_fields<ExportFile>(text, largest_reply);
    if (!file || file->format != export_format || file->person.is_none()) return ImportResult::not_an_export;
    if (file->person != identity_.person) return ImportResult::another_person;
    for (const Envelope& envelope : file->commands) {
        const bool fits = envelope.person == file->person && envelope.seq > 0 && !envelope.client.is_none() &&
                          !is_system(envelope.command);
        if (!fits) return ImportResult::not_an_export;
    }
    if (!is_working() || is_locked()) return ImportResult::not_now;
    bool added = false;
    for (const Envelope& envelope : file->commands) {
        const auto seen = seen_.find(envelope.client);
        if (seen != seen_.end() && envelope.seq <= seen->second) continue;
        Pending pending;
        pending.envelope = envelope;
        added = pending_.add(shown_, std::move(pending)) || added;
    }
    if (added) {
        pending_.show(shown_);
        touch(true);
        go_on();
    }
    return ImportResult::imported;
}

void Replica::Core::discard_set_aside() {
    if (!set_aside_ || !readable_) return;
    storage_.read_all(Store::aside, guarded([this](StorageError error, std::vector<StorageRecord> records) {
                          if (error != StorageError::none || !is_working()) return;
                          for (StorageRecord& record : records)
                              records_.put(Store::aside, std::move(record.key), std::nullopt);
                          set_aside_ = false;
                          touch();
                      }));
}

void Replica::Core::sign_out(Callback<void(bool)> done) {
    if (!is_working()) return;
    if (!identity_.session.empty() && !signed_out_) {
        transport_.request(encode(Request{protocol_version, identity_.session, SignOut{}}),
                           [](std::optional<std::string>) {});
    }
    say(TabSay::left);
    forget_everything();
    wait_for_others(0, std::move(done));
}

void Replica::Core::forget_everything() {
    leave_sync_lock();
    look_back(std::nullopt);
    ended_ = true;
    records_.stop();
    exchanges_.clear();
    for (Alarm* alarm : {&lock_watch_, &save_again_, &load_retry_, &rows_retry_, &reread_again_, &push_again_,
                         &pull_again_, &poll_, &unblock_}) {
        alarm->cancel();
    }
    pending_.hide(shown_);
    pending_.clear();
    shown_.reset(RowSet());
    outcomes_.clear();
    kept_.clear();
    drafts_.clear();
    opened_.clear();
    closed_.clear();
    looked_at_.clear();
    wanted_.clear();
    missing_.clear();
    begun_.clear();
    identity_.session.clear();
    touch(true);
}

// Another tab has signed out. What this one is writing ends before the storage is emptied: the lock says
// until when.
void Replica::Core::end_for_good() {
    forget_everything();
    storage_.read_all(Store::drafts, guarded([this](StorageError, const std::vector<StorageRecord>&) {
                          tabs_.release(client_lock(client_));
                      }));
}

void Replica::Core::wait_for_others(int tries, Callback<void(bool)> done) {
    tabs_.held_names(guarded([this, tries, done = std::move(done)](const Names& names) {
        const std::string prefix = names_ + "client:";
        const std::string own = client_lock(client_);
        bool others = false;
        for (const std::string& name : names) {
            others = others || (name.compare(0, prefix.size(), prefix) == 0 && name != own);
        }
        if (!others || tries >= most_waits) {
            wipe(0, done);
            return;
        }
        tab_wait_.set(wait_between, guarded([this, tries, done] { wait_for_others(tries + 1, done); }));
    }));
}

void Replica::Core::wipe(int tries, Callback<void(bool)> done) {
    storage_.wipe(guarded([this, tries, done = std::move(done)](StorageError error) {
        if (error == StorageError::lost && tries < most_waits) {
            tab_wait_.set(wait_between, guarded([this, tries, done] { wipe(tries + 1, done); }));
            return;
        }
        tabs_.release(client_lock(client_));
        if (done) done(error == StorageError::none);
    }));
}

}  // namespace parasol
