#include "shell/server/pokes.h"

#include <algorithm>
#include <set>
#include <utility>

namespace parasol::server {

Pokes::Subscriber Pokes::open(std::string session, const PersonId& person, Calls calls) {
    const Subscriber subscriber = ++last_;
    interests_[session].streams.insert(subscriber);
    streams_[subscriber] = {std::move(session), person, std::move(calls)};
    return subscriber;
}

void Pokes::close(Subscriber subscriber) {
    const auto found = streams_.find(subscriber);
    if (found == streams_.end()) return;
    const std::string session = found->second.session;
    streams_.erase(found);
    Interest& interest = interests_[session];
    interest.streams.erase(subscriber);
    if (!interest.streams.empty()) return;
    drop_interest(session);
    interests_.erase(session);
}

void Pokes::drop_interest(const std::string& session) {
    for (const Scope& scope : interests_[session].scopes) {
        const auto found = interested_.find(scope);
        found->second.erase(session);
        if (found->second.empty()) interested_.erase(found);
    }
}

void Pokes::pulled(const std::string& session, std::vector<Scope> scopes, bool besides) {
    const auto known = interests_.find(session);
    if (known == interests_.end()) return;
    if (besides) scopes.insert(scopes.end(), known->second.scopes.begin(), known->second.scopes.end());
    std::sort(scopes.begin(), scopes.end());
    scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
    if (scopes == known->second.scopes) return;
    drop_interest(session);
    for (const Scope& scope : scopes) interested_[scope].insert(session);
    known->second.scopes = std::move(scopes);
}

void Pokes::changed(const std::vector<Scope>& scopes) {
    std::set<Subscriber> to_poke;
    std::set<Subscriber> to_close;
    for (const Scope& scope : scopes) {
        if (scope.kind == ScopeKind::key_session) {
            const auto ended = interests_.find(scope.text);
            if (ended != interests_.end()) to_close.insert(ended->second.streams.begin(), ended->second.streams.end());
        }
        if (scope.kind == ScopeKind::key_password) {
            for (const auto& [subscriber, stream] : streams_) {
                if (stream.person == scope.id) to_close.insert(subscriber);
            }
        }
        const auto found = interested_.find(scope);
        if (found == interested_.end()) continue;
        for (const std::string& session : found->second) {
            const auto& streams = interests_[session].streams;
            to_poke.insert(streams.begin(), streams.end());
        }
    }
    // A call may close its stream, or another.
    const auto call_all = [this](const std::set<Subscriber>& subscribers, std::function<void()> Calls::*which) {
        for (const Subscriber subscriber : subscribers) {
            const auto found = streams_.find(subscriber);
            if (found == streams_.end()) continue;
            const auto call = found->second.calls.*which;
            call();
        }
    };
    call_all(to_close, &Calls::close);
    call_all(to_poke, &Calls::poke);
}

}  // namespace parasol::server
