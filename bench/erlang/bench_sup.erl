%% one_for_one, with an intensity that is never reached.
-module(bench_sup).
-behaviour(supervisor).
-export([start_link/2, init/1]).

start_link(Owner, Keys) -> supervisor:start_link(?MODULE, {Owner, Keys}).

init({Owner, Keys}) ->
    Flags = #{strategy => one_for_one, intensity => 1000000, period => 3600},
    {ok, {Flags, [#{id => Key, start => {bench_child, start_link, [Owner, Key]}} || Key <- Keys]}}.
