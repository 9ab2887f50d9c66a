-- Adds an entry to a stream and rings its bell. An entry that equals the last one is a repeated call: each was sealed
-- with a nonce of its own.
local data, max, ttl, bell = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if last[1] and last[1][2][2] == data then
  return last[1][1]
end
local id = redis.call('XADD', KEYS[1], 'MAXLEN', max, '*', 'd', data)
redis.call('PEXPIRE', KEYS[1], ttl)
if bell ~= '' then
  redis.call('PUBLISH', bell, id)
end
return id
