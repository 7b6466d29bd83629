namespace SmartWms.Webhooks.Lanes;

/// <content>What the lanes of this node have to do with other nodes.</content>
internal sealed partial class LaneSet
{
    /// <summary>Older rows may be due in every lane: until a claim has looked, nothing is handed over.</summary>
    public void AssumeBacklog()
    {
        lock (_lock)
        {
            foreach (var lane in _lanes.Values)
            {
                lane.MayHaveBacklog = true;
            }
        }
    }

    /// <summary>So many nodes deliver, this one among them: each takes its part of every rate limit. True when the number has changed.</summary>
    public bool DivideRates(int nodes)
    {
        lock (_lock)
        {
            if (nodes == _nodes)
            {
                return false;
            }

            _nodes = nodes;
            var tick = Tick;
            foreach (var lane in _lanes.Values)
            {
                lane.Divide(nodes, tick);
            }

            return true;
        }
    }
}
