#include "replica/replica.h"

#include <utility>

#include "replica/core.h"

namespace parasol {

Replica::Replica(Storage& storage, Transport& transport, Tabs& tabs, Clock& clock, Chance& chance,
                 ReplicaIdentity identity)
    : core_(std::make_shared<Core>(storage, transport, tabs, clock, chance, std::move(identity))) {}

Replica::~Replica() { core_->stop(); }

void Replica::start() { core_->start(); }
void Replica::set_session(std::string session) { core_->set_session(std::move(session)); }
PersonId Replica::person() const { return core_->person(); }
ClientId Replica::client() const { return core_->client(); }
const RowSet& Replica::rows() const { return core_->rows(); }
const AccountTree& Replica::tree() const { return core_->tree(); }
View Replica::view() const { return View(core_->rows(), core_->tree(), core_->person(), core_->now()); }
std::uint64_t Replica::version() const { return core_->version(); }
std::uint64_t Replica::rows_version() const { return core_->rows_version(); }
void Replica::on_change(Callback<void()> callback) { core_->on_change(std::move(callback)); }
Instant Replica::now() const { return core_->now(); }
ReplicaStatus Replica::status() const { return core_->status(); }
Id Replica::new_id() { return core_->new_id(); }
CommandHandle Replica::submit(AccountId account, AccountId home, Via via, Command command) {
    return core_->submit(account, home, via, std::move(command));
}
CommandState Replica::state_of(ClientId client, std::int64_t seq) const {
    return core_->state_of(client, seq);
}
std::vector<PendingCommand> Replica::pending() const { return core_->pending(); }
const std::vector<RefusedCommand>& Replica::outcomes() const { return core_->outcomes(); }
void Replica::dismiss(ClientId client, std::int64_t seq) { core_->dismiss(client, seq); }
void Replica::ask(RequestBody body, Callback<void(std::optional<Reply>)> done) {
    core_->ask(std::move(body), std::move(done));
}
UnconfirmedCommand Replica::unconfirmed() const { return core_->unconfirmed(); }
void Replica::confirmed() { core_->confirmed(); }
void Replica::withdraw(ClientId client, std::int64_t seq) { core_->withdraw(client, seq); }
void Replica::pull_now() { core_->pull_now(); }
void Replica::open(AccountId account) { core_->open(account); }
void Replica::close(AccountId account) { core_->close(account); }
AccountDetails Replica::details_of(AccountId account) const { return core_->details_of(account); }
void Replica::look_at(std::vector<Scope> scopes) { core_->look_at(std::move(scopes)); }
void Replica::look_back(std::optional<Instant> at) { core_->look_back(at); }
PastState Replica::past_state() const { return core_->past_state(); }
bool Replica::shows_past() const { return core_->shows_past(); }
View Replica::past_view() const { return core_->past_view(); }
AccountDetails Replica::past_details_of(AccountId account) const { return core_->past_details_of(account); }
const std::string* Replica::draft(const std::string& key) const { return core_->draft(key); }
void Replica::save_draft(const std::string& key, std::string text) {
    core_->save_draft(key, std::move(text));
}
void Replica::drop_draft(const std::string& key) { core_->drop_draft(key); }
void Replica::sign_out(Callback<void(bool)> done) { core_->sign_out(std::move(done)); }
std::string Replica::export_pending() const { return core_->export_pending(); }
ImportResult Replica::import_export(const std::string& text) { return core_->import_export(text); }
void Replica::discard_set_aside() { core_->discard_set_aside(); }

}  // namespace parasol
