%% A gen_server with a count, as small as they come. It tells its owner that it has started.
-module(bench_child).
-behaviour(gen_server).
-export([start_link/2, init/1, handle_call/3, handle_cast/2]).

start_link(Owner, Key) -> gen_server:start_link(?MODULE, {Owner, Key}, []).

init({Owner, Key}) ->
    Owner ! {started, Key, self()},
    {ok, 0}.

handle_call(get, _From, Count) -> {reply, Count, Count}.

handle_cast(inc, Count) -> {noreply, Count + 1};
handle_cast(crash, _Count) -> exit(crash).
