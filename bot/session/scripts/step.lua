-- Writes a session if the chat still stands where the caller thinks (see stepArgs).
-- KEYS: the session; on a single server also the bucket to file the chat in.
local expect, version, sealed, deadline, bucket = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local event, record, oldest, owner, ttl, chat = ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11]
local max = tonumber(ARGV[12])

local held = redis.call('HMGET', KEYS[1], 'v', 'd', 'e', 'o', 'l')
local at, data, events = held[1] or '', held[2] or '', held[3] or ''

if event ~= '' then
  local from = string.find(events, event, 1, true)
  while from do
    if (from - 1) % 32 == 0 then
      return {'seen', at, data, string.sub(events, from + 16, from + 23)}
    end
    from = string.find(events, event, from + 1, true)
  end
end
if held[4] and held[4] ~= owner then
  local now = redis.call('TIME')
  local left = tonumber(held[5]) - (now[1] * 1000 + math.floor(now[2] / 1000))
  if left > 0 then
    return {'busy', tostring(left)}
  end
end
if at ~= expect then
  return {'stale', at, data}
end

if event ~= '' then
  events = events .. record
  while #events > max * 32 or string.sub(events, 25, 32) < oldest do
    events = string.sub(events, 33)
  end
end
redis.call('HSET', KEYS[1], 'v', version, 'd', sealed, 't', deadline, 'b', bucket, 'e', events)
if held[4] then
  redis.call('HDEL', KEYS[1], 'o', 'l')
end
redis.call('PEXPIRE', KEYS[1], ttl)
if KEYS[2] then
  redis.call('SADD', KEYS[2], chat)
  redis.call('PEXPIRE', KEYS[2], ttl) -- no session in it outlives that
end
return {'ok'}
