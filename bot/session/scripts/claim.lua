-- Takes the lease of a chat if it still stands where the caller thinks (see claimArgs).
local expect, event, owner, lease, ttl = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]

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
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if held[4] and held[4] ~= owner then
  local left = tonumber(held[5]) - now
  if left > 0 then
    return {'busy', tostring(left)}
  end
end
if at ~= expect then
  return {'stale', at, data}
end
redis.call('HSET', KEYS[1], 'o', owner, 'l', string.format('%.0f', now + lease))
if redis.call('PTTL', KEYS[1]) < 0 then
  redis.call('PEXPIRE', KEYS[1], ttl)
end
return {'ok'}
