// Who is to be told that something has changed. A subscriber is one open stream; what it is interested in are the
// scopes of the last pull of its session. A poke has no content.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domain/scope.h"

namespace parasol::server {

class Pokes {
  public:
    using Subscriber = std::uint64_t;
    struct Calls {
        std::function<void()> poke;
        std::function<void()> close;  // its session has ended
    };
    // `session` names the session without being its token; `person` whose it is.
    Subscriber open(std::string session, const PersonId& person, Calls calls);
    void close(Subscriber subscriber);
    std::size_t size() const { return streams_.size(); }

    // A pull of this session, from which on it is told of these scopes; or, where it was made besides, of these too.
    void pulled(const std::string& session, std::vector<Scope> scopes, bool besides);
    // A commit has changed these.
    void changed(const std::vector<Scope>& scopes);

  private:
    struct Stream {
        std::string session;
        PersonId person;
        Calls calls;
    };
    struct Interest {
        std::vector<Scope> scopes;  // in order
        std::unordered_set<Subscriber> streams;
    };
    void drop_interest(const std::string& session);

    Subscriber last_ = 0;
    std::map<Subscriber, Stream> streams_;
    std::unordered_map<std::string, Interest> interests_;  // by session, of those with a stream
    std::unordered_map<Scope, std::unordered_set<std::string>, ScopeHash> interested_;
};

}  // namespace parasol::server
